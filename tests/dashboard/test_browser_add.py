"""In a real browser: a right file and a wrong one are dropped, and the right one is undone."""

from datetime import date
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from cli.adding.taking import take_one
from plantar.measured import OriginKind
from plantar.store import Store
from tests.dashboard.browser_rig import Seen, overflow

pytestmark = pytest.mark.browser
RUNNER = "r-050"
LONG = "x" * 240 + ".csv"  # as long as a disk takes


def imports(store: Store) -> list[str]:
    origins = [row.origin for row in store.origins(RUNNER)]
    return [one.label for one in origins if one.kind is OriginKind.IMPORT and one.digest]


def test_two_files_are_dropped_read_told_of_and_the_right_one_is_undone(
    address: str, place: Store, phone: Page, seen: Seen, tmp_path: Path
) -> None:
    rows = "".join(f"{date(2019, 3, n)},8000\n" for n in range(1, 21))
    (tmp_path / "right.csv").write_text(f"date,steps\n{rows}", "utf-8")
    (tmp_path / LONG).write_text("date,steps\n2019-03-01,12x\n", "utf-8")
    phone.goto(f"{address}/add?runner={RUNNER}&lang=nl")
    phone.locator(".st-key-drop input[type=file]").set_input_files(
        [tmp_path / "right.csv", tmp_path / LONG]
    )
    stands = phone.get_by_role("status")
    expect(stands.filter(has_text="in de wachtrij: 2")).to_be_visible()

    assert take_one(place) is not None
    assert take_one(place) is not None

    # Without a reload, and without a tap.
    expect(stands.filter(has_text="toegevoegd: 1 · geweigerd: 1")).to_be_visible()
    expect(phone.get_by_text("tabel van stappen per dag")).to_contain_text("1 mrt tot 20 mrt 2019")
    expect(phone.get_by_text("line 2: '12x' is no number of steps")).to_be_visible()
    assert imports(place) == ["right.csv"]
    assert overflow(phone) <= 0

    phone.locator("[class*=st-key-file-]").get_by_role("button", name="Ongedaan maken").click()
    phone.get_by_role("button", name="Ja, ongedaan maken").click()

    expect(stands.filter(has_text="Ongedaan gemaakt: right.csv")).to_be_visible()
    expect(stands.filter(has_text="geweigerd: 1 · ongedaan gemaakt: 1")).to_be_visible()
    assert imports(place) == []
    assert seen.hosts == {"127.0.0.1"}
    assert seen.complaints == []
