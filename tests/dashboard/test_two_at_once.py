"""Two kinesists who read at the same time are each sent their own runners, and nobody else's."""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

from plantar.store import Store
from tests.dashboard.signed_in import account, consent, token_of
from tests.dashboard.socket_session import session

READS = 12
PAGES = ("", "alerts", "runners")


@dataclass(frozen=True)
class Reader:
    """Somebody signed in, with the names that are theirs to see."""

    token: str
    theirs: frozenset[str]
    others: frozenset[str]


def test_what_two_read_at_once_is_not_mixed(address: str, place: Store) -> None:
    names = place.display_names()
    everybody = sorted(names)
    halves = everybody[::2], everybody[1::2]
    readers = [_reader(place, f"half-{n}", halves[n], halves[1 - n]) for n in (0, 1)]
    turns = [(reader, PAGES[n % len(PAGES)]) for n in range(READS) for reader in readers]

    with ThreadPoolExecutor(4) as threads:
        told = list(threads.map(lambda turn: _told(address, *turn), turns))

    for (reader, page), content in zip(turns, told, strict=True):
        assert {name for name in reader.others if name.encode() in content} == set(), page
        assert any(name.encode() in content for name in reader.theirs), page


def _reader(place: Store, login: str, theirs: Sequence[str], others: Sequence[str]) -> Reader:
    one, names = account(place, login), place.display_names()
    for runner_id in theirs:
        consent(place, one, runner_id)
    shown = frozenset(names[other] for other in theirs)
    hidden = frozenset({*others, *(names[other] for other in others)})
    return Reader(token_of(place, one), shown, hidden)


def _told(address: str, reader: Reader, page: str) -> bytes:
    with session(address, reader.token) as one:
        return one.read("lang=nl", page)
