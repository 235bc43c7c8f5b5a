"""What Streamlit's empty page says before it is drawn: its language, its name, and our style."""

from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any, Final

from starlette.requests import HTTPConnection

from dashboard.frame import style
from plantar.account import Looking
from plantar.runner import LANGUAGES

Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]
LANGUAGE: Final = b'<html lang="en">'
#: After everything that Streamlit brings, so that ours is what counts.
END: Final = b"</body>"
TITLE: Final = (b"<title>Streamlit</title>", b"<title>Plantar</title>")


def language_of(asked: HTTPConnection, looking: Looking) -> str:
    """The language that the page will have: the address says it, or who looks."""
    told = asked.query_params.get("lang", "")
    return told if told in LANGUAGES else looking.account.language


def unpacked(scope: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """The same request, of which the answer is not to be packed: words are changed in it."""
    headers = [pair for pair in scope["headers"] if pair[0] != b"accept-encoding"]
    return {**scope, "headers": headers}


def in_language(send: Send, language: str) -> Send:
    """Send on, with the page's own language and name for Streamlit's, and with our style."""
    ours = LANGUAGE.replace(b"en", language.encode())

    link = f'<link rel="stylesheet" href="{style.address()}">'.encode()
    begun: list[MutableMapping[str, Any]] = []

    async def sent(message: MutableMapping[str, Any]) -> None:
        if message["type"] == "http.response.start":
            begun.append(message)  # until it is known how long the answer becomes
            return
        body: bytes = message.get("body", b"")
        changed = body
        if TITLE[0] in body:  # our plain pages say all of it themselves
            changed = body.replace(LANGUAGE, ours, 1).replace(*TITLE, 1).replace(END, link + END, 1)
        while begun:
            await send(_longer(begun.pop(), len(changed) - len(body)))
        await send({**message, "body": changed} if body else message)

    return sent


def _longer(begun: MutableMapping[str, Any], by: int) -> MutableMapping[str, Any]:
    """The beginning of an answer that is so many bytes longer."""
    headers = [
        (name, str(int(text) + by).encode() if name == b"content-length" else text)
        for name, text in begun.get("headers", ())
    ]
    return {**begun, "headers": headers}
