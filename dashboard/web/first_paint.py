"""What Streamlit's empty page says before it is drawn: its language, and what it is called."""

from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any, Final

from starlette.requests import HTTPConnection

from plantar.account import Looking
from plantar.runner import LANGUAGES

Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]
#: As long as what stands in their places: the length of the answer was told before.
LANGUAGE: Final = b'<html lang="en">'
TITLE: Final = (b"<title>Streamlit</title>", b"<title>Plantar</title>  ")


def language_of(asked: HTTPConnection, looking: Looking) -> str:
    """The language that the page will have: the address says it, or who looks."""
    told = asked.query_params.get("lang", "")
    return told if told in LANGUAGES else looking.account.language


def unpacked(scope: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """The same request, of which the answer is not to be packed: words are changed in it."""
    headers = [pair for pair in scope["headers"] if pair[0] != b"accept-encoding"]
    return {**scope, "headers": headers}


def in_language(send: Send, language: str) -> Send:
    """Send on, with the page's own language and name where Streamlit says its own."""
    ours = LANGUAGE.replace(b"en", language.encode())

    async def sent(message: MutableMapping[str, Any]) -> None:
        if message["type"] == "http.response.body" and message.get("body"):
            body = message["body"].replace(LANGUAGE, ours, 1).replace(*TITLE, 1)
            message = {**message, "body": body}
        await send(message)

    return sent
