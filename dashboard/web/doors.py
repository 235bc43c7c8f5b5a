"""Every plain route, and the one application around Streamlit that they are part of."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import streamlit as st
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from dashboard.frame import style
from dashboard.web import coming_in, own_account, pain_form, signing
from dashboard.web.gate import Gate
from dashboard.web.place import Place
from dashboard.web.plain import CSS, served
from dashboard.web.ready import readying
from plantar.pain_link import PATH
from plantar.viewer import Viewer

SCRIPT: Final = Path(__file__).parents[1] / "app.py"
ICON: Final = SCRIPT.parent / "assets" / "plantar.png"
BOTH: Final = ["GET", "POST"]


@dataclass(frozen=True, slots=True)
class Part:
    """Some plain routes; those under `public` are for people who are not signed in.

    Those of `plain` are for whoever is, and run no script either.
    """

    routes: Callable[[Place], Sequence[Route]]
    public: tuple[str, ...] = ()
    plain: tuple[str, ...] = ()


def _signing(place: Place) -> list[Route]:
    return [
        Route("/sign-in", served(place, signing.sign_in), methods=BOTH),
        Route("/sign-out", served(place, signing.sign_out), methods=BOTH),
        Route("/still-in", served(place, signing.still_in)),
        Route("/in", served(place, coming_in.code), methods=BOTH),
        Route("/in/{code:str}", served(place, coming_in.come_in), methods=BOTH),
        Route("/plain.css", _css),
        Route(style.PATH, _pages_css),
        Route("/plain.png", _icon),
    ]


async def _css(_asked: Request) -> Response:
    return Response(CSS, media_type="text/css")


async def _pages_css(_asked: Request) -> Response:
    return Response(style.css(), media_type="text/css")


async def _icon(_asked: Request) -> Response:
    return Response(ICON.read_bytes(), media_type="image/png")


def _own(place: Place) -> list[Route]:
    return [Route(own_account.PATH, served(place, own_account.own_account), methods=BOTH)]


def _pain(place: Place) -> list[Route]:
    def viewer(asked: Request) -> Viewer | None:
        looking = place.looking(asked)
        return None if looking is None else looking.account.viewer

    return pain_form.routes(lambda: place.store, place.clock, viewer, place.language)


#: Every part of plain routes; a later one joins by its own line.
ROUTES: Final[tuple[Part, ...]] = (
    Part(
        _signing, public=("/sign-in", "/sign-out", "/still-in", "/in", "/plain.css", "/plain.png")
    ),
    Part(_own, plain=(own_account.PATH,)),
    # By a link it is for whoever has that; without one it asks who is signed in by itself.
    Part(_pain, public=(PATH,)),
)


def routes(place: Place) -> list[Route]:
    """All the plain routes."""
    return [route for part in ROUTES for route in part.routes(place)]


def application(place: Place) -> st.App:
    """Everything behind one gate."""
    public = tuple(path for part in ROUTES for path in part.public)
    plain = tuple(path for part in ROUTES for path in part.plain)
    gate = Middleware(Gate, place=place, public=public, plain=plain)
    return st.App(SCRIPT, lifespan=readying, routes=routes(place), middleware=[gate])
