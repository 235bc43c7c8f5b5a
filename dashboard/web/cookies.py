"""The cookies of these pages: one says who is signed in, the others say little."""

from collections.abc import Mapping

from starlette.requests import HTTPConnection
from starlette.responses import Response

from plantar.account import OWN_PHONE

#: Who is signed in; which form was asked for; in which language.
SIGNED_IN, FORM, LANGUAGE = "plantar", "plantar-form", "plantar-language"
A_YEAR_S = 365 * 86_400


def came_by_tls(headers: Mapping[str, str]) -> bool:
    """What a proxy says of the way from the browser to it."""
    return headers.get("x-forwarded-proto", "").casefold() == "https"


def name_of(cookie: str, *, tls: bool) -> str:
    """What a cookie is called: behind TLS in a way that no other host and no plain page can set."""
    return f"__Host-{cookie}" if tls else cookie


def read(asked: HTTPConnection, cookie: str, *, tls: bool) -> str:
    """What a browser says, or nothing."""
    return asked.cookies.get(name_of(cookie, tls=tls), "")


def hand_out(
    answer: Response, cookie: str, said: str, *, tls: bool, max_age: int | None = None
) -> None:
    """Give a browser a cookie that no script reads and no other site sends."""
    answer.set_cookie(
        name_of(cookie, tls=tls),
        said,
        max_age=max_age,
        path="/",
        secure=tls,
        httponly=True,
        samesite="lax",
    )


def take_back(answer: Response, cookie: str, *, tls: bool) -> None:
    """Let a browser forget a cookie."""
    answer.delete_cookie(
        name_of(cookie, tls=tls), path="/", secure=tls, httponly=True, samesite="lax"
    )


def sign_in(answer: Response, token: str, *, tls: bool, own_phone: bool) -> None:
    """Hand out the cookie of who just signed in; on one's own phone it outlives the browser."""
    age = int(OWN_PHONE.whole.total_seconds()) if own_phone else None
    hand_out(answer, SIGNED_IN, token, tls=tls, max_age=age)
