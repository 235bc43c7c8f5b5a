"""Servers and a place that tests here share."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from plantar.runner import Runner
from plantar.store.sql import open_store
from tests.messages.place import Place
from tests.messages.servers import Post, Web, post, web


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Place]:
    with open_store(tmp_path / "plantar.db") as store:
        for one in ("anna", "bob"):
            store.add_runner(Runner(one))
        yield Place.of(store)


@pytest.fixture
def web_server() -> Iterator[Web]:
    with web() as one:
        yield one


@pytest.fixture
def mail_server() -> Iterator[Post]:
    with post() as one:
        yield one
