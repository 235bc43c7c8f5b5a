"""The empty page that Streamlit sends first says the language and the name of what follows."""

import asyncio
import re
from collections.abc import MutableMapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import streamlit
from starlette.requests import HTTPConnection

from dashboard.frame import style
from dashboard.web import first_paint
from plantar.account import Account, Looking, SignedIn
from tests.dashboard.signed_in import KINESIST

INDEX = (Path(streamlit.__file__).parent / "static" / "index.html").read_bytes()
NOW = datetime(2026, 11, 23, 7, 12, tzinfo=UTC)
FIEN = Looking(SignedIn("hash", "fien", NOW, NOW), Account("fien", "fien", KINESIST), "Fien")


def sent(body: bytes, language: str) -> bytes:
    got = []

    async def send(message: MutableMapping[str, Any]) -> None:
        got.append(message)

    async def answer() -> None:
        tell = first_paint.in_language(send, language)  # type: ignore[arg-type]
        length = (b"content-length", str(len(body)).encode())
        await tell({"type": "http.response.start", "status": 200, "headers": [length]})
        await tell({"type": "http.response.body", "body": body})

    asyncio.run(answer())
    begun, rest = got
    assert begun["headers"] == [(b"content-length", str(len(rest["body"])).encode())]
    return bytes(rest["body"])


@pytest.mark.parametrize("language", ["nl", "fr", "en"])
def test_the_page_of_this_streamlit_is_told_in_the_language_and_brings_our_style(
    language: str,
) -> None:
    page = sent(INDEX, language)

    assert re.findall(rb"<html lang=\"(..)\">", page) == [language.encode()]
    assert re.findall(rb"<title>(.*?)</title>", page) == [b"Plantar"]
    assert page.count(style.address().encode()) == 1


def test_a_plain_page_of_ours_stays_as_it_is() -> None:
    plain = b'<html lang="en"><title>My account</title><body><p class="name">demo</p></body></html>'

    assert sent(plain, "nl") == plain


@pytest.mark.parametrize(
    ("query", "language"), [(b"lang=fr", "fr"), (b"lang=xx", "nl"), (b"", "nl")]
)
def test_the_address_says_the_language_and_else_who_looks(query: bytes, language: str) -> None:
    asked = HTTPConnection({"type": "http", "query_string": query, "headers": []})

    assert first_paint.language_of(asked, FIEN) == language


def test_an_answer_that_is_to_be_changed_is_not_packed_and_keeps_its_cookie() -> None:
    headers = [(b"accept-encoding", b"gzip, br"), (b"cookie", b"plantar=x")]

    assert first_paint.unpacked({"headers": headers})["headers"] == headers[1:]
