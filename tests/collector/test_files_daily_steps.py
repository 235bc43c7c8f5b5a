"""Tables of daily steps, as people keep them in three languages."""

from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from collector.files.asked import DateOrder
from collector.files.door import read_file
from plantar.errors import FileRejected
from plantar.measured import DayTotal
from plantar.recording import DayTable, Reading


def read(folder: Path, text: str, dates: DateOrder | None = None, code: str = "utf-8") -> Reading:
    path = folder / "a.csv"
    path.write_bytes(text.encode(code))
    return read_file(path, dates=dates)


def totals(reading: Reading) -> tuple[DayTotal, ...]:
    assert reading.format == "daily-steps"
    (table,) = reading.recordings
    assert isinstance(table, DayTable)
    return table.totals


FIRST_OF_MARCH = (DayTotal(date(2024, 3, 1), 8123), DayTotal(date(2024, 3, 13), 10456))


@pytest.mark.parametrize(
    "text",
    [
        "Year,Month,Day,Steps\n2024,3,1,8123\n2024,3,13,10456\n",
        "\ufeffdate,steps\r\n2024-03-01,8123\r\n2024-03-13,10456\r\n",
        '"Date","Step count"\n"03/01/2024","8,123"\n"03/13/2024","10,456"\n',
        "Datum;Aantal stappen\n1/3/2024;8.123\n13/3/2024;10.456\n",
        "Datum;Stappen;Afstand (km)\n01-03-2024;8123,0;6,2\n13-03-2024;10456,0;7,9\n",
        "Jour\tNombre de pas\n01.03.2024\t8 123\n13.03.2024\t10\u202f456\n",
        "sep=;\nannée;mois;jour;pas\n2024;3;1;8123\n2024;3;13;10456\n",
        "date,steps\n20240301,8123\n20240313,10456",
        "date,steps\n2024-03-13 00:00,10456\n\n2024-03-01T00:00:00Z,8123\n",
        "Day,Date,Steps\nFri,2024-03-01,8123\nWed,2024-03-13,10456\n",
    ],
)
def test_the_same_two_days_however_they_are_written(tmp_path: Path, text: str) -> None:
    assert totals(read(tmp_path, text)) == FIRST_OF_MARCH


@pytest.mark.parametrize("code", ["utf-8-sig", "utf-16", "cp1252"])
def test_the_same_two_days_in_any_encoding(tmp_path: Path, code: str) -> None:
    text = "année;mois;jour;pas\n2024;3;1;8123\n2024;3;13;10456\n"

    assert totals(read(tmp_path, text, code=code)) == FIRST_OF_MARCH


AMBIGUOUS = "date,steps\n03/01/2024,8123\n04/01/2024,9000\n12/01/2024,500\n"


def test_two_possible_date_orders_are_refused_with_the_remedy(tmp_path: Path) -> None:
    with pytest.raises(FileRejected) as no:
        read(tmp_path, AMBIGUOUS)

    assert no.value.cause == (
        "two date orders fit (dmy: 2024-01-03 to 2024-01-12; mdy: 2024-03-01 to 2024-12-01): "
        "say which with --dates dmy|mdy"
    )


def test_the_one_who_says_the_order_is_believed(tmp_path: Path) -> None:
    dmy = totals(read(tmp_path, AMBIGUOUS, DateOrder.DMY))
    mdy = totals(read(tmp_path, AMBIGUOUS, DateOrder.MDY))

    assert dmy[0] == DayTotal(date(2024, 1, 3), 8123)
    assert mdy[0] == DayTotal(date(2024, 3, 1), 8123)


def test_an_order_that_does_not_fit_is_refused_even_when_asked_for(tmp_path: Path) -> None:
    with pytest.raises(FileRejected, match="line 3: '13/3/2024' is no date in the order mdy"):
        read(tmp_path, "date,steps\n1/3/2024,1\n13/3/2024,2\n", DateOrder.MDY)


def test_dates_that_read_the_same_either_way_need_no_remedy(tmp_path: Path) -> None:
    assert totals(read(tmp_path, "date,steps\n05/05/2024,7\n"))[0].day == date(2024, 5, 5)


@pytest.mark.parametrize(
    ("rows", "cause"),
    [
        ("31/02/2024,10\n", "line 2: '31/02/2024' is no date"),
        ("13/01/2024,1\n14/01/2024,2\n01/15/2024,3\n", "line 4: '01/15/2024' is no date in the"),
        ("yesterday,10\n", "line 2: 'yesterday' is no date such as"),
        ("2024-01-01,-5\n", "line 2: -5 steps on 2024-01-01 cannot be"),
        ("2024-01-01,900000\n", "line 2: 900000 steps on 2024-01-01 cannot be"),
        ("2024-01-01,many\n", "line 2: 'many' is no number of steps"),
        ("2024-01-01,1.5\n2024-01-02,1.234.567\n", "line 3: '1.234.567' uses '.' otherwise"),
        ("2024-01-01,5\n2024-01-01,6\n", "line 3: 2024-01-01 has 6 steps, and 5 in line 2"),
        ("2024-01-01,5,6\n2024-01-02,5\n", "line 2 has 3 cells, the header has 2"),
        ("2024-01-01,\n", "without a single day of steps"),
        ("", "without a single day of steps"),
    ],
)
def test_what_cannot_be_is_refused_by_its_row_and_value(
    tmp_path: Path, rows: str, cause: str
) -> None:
    with pytest.raises(FileRejected) as no:
        read(tmp_path, "date,steps\n" + rows)

    assert cause in no.value.cause


def test_a_day_without_a_figure_is_missing_and_never_zero(tmp_path: Path) -> None:
    reading = read(tmp_path, "date,steps\n2024-01-01,5\n2024-01-02,\n2024-01-03,0\n2024-01-04,\n")

    assert totals(reading) == (DayTotal(date(2024, 1, 1), 5), DayTotal(date(2024, 1, 3), 0))
    assert reading.notes == (
        "1 row without steps after 2024-01-03: ignored",
        "1 day without steps before 2024-01-03: missing, not zero",
    )


def test_a_cut_last_row_leaves_the_days_before_it(tmp_path: Path) -> None:
    reading = read(tmp_path, "date,steps,km\n2024-01-01,5,1\n2024-01-02,5\n")

    assert totals(reading) == (DayTotal(date(2024, 1, 1), 5),)
    assert reading.partial == (
        "broke off: line 3 has 2 cells, the header has 3; the rows before it are kept"
    )


def test_two_columns_of_steps_are_not_guessed_between(tmp_path: Path) -> None:
    with pytest.raises(FileRejected, match="2 columns could hold steps: 'Steps' and 'Total steps'"):
        read(tmp_path, "date,Steps,Total steps\n2024-01-01,5,6\n")


@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    days=st.dictionaries(
        st.dates(date(2000, 1, 1), date(2099, 12, 31)), st.integers(0, 250_000), min_size=1
    ),
    order=st.sampled_from(list(DateOrder)),
    delimiter=st.sampled_from([",", ";", "\t"]),
)
def test_what_was_written_is_what_is_read(
    tmp_path: Path, days: dict[date, int], order: DateOrder, delimiter: str
) -> None:
    form = {"dmy": "%d/%m/%Y", "mdy": "%m/%d/%Y", "ymd": "%Y/%m/%d"}[order]
    rows = "".join(f"{day.strftime(form)}{delimiter}{steps}\n" for day, steps in days.items())

    found = totals(read(tmp_path, f"date{delimiter}steps\n{rows}", order))

    assert {total.day: total.steps for total in found} == days


@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(first=st.dates(date(2000, 1, 1), date(2098, 12, 31)))
def test_a_month_of_days_always_tells_its_own_order(tmp_path: Path, first: date) -> None:
    days = [first + timedelta(days=n) for n in range(31)]
    rows = "".join(f"{day:%d/%m/%Y},1\n" for day in days)

    assert [t.day for t in totals(read(tmp_path, "date,steps\n" + rows))] == days
