"""A language: its translations, its plurals, and how it writes numbers and dates."""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache
from importlib.resources import files
from io import BytesIO
from typing import Final
from zoneinfo import ZoneInfo

from babel import Locale
from babel.dates import format_date, format_time, format_timedelta
from babel.messages.pofile import read_po
from babel.numbers import format_decimal

from plantar.door import one_of
from plantar.runner import LANGUAGES

#: Belgium for Dutch and French; British English, since its dates read day first.
LOCALES: Final = {"nl": "nl_BE", "en": "en_GB", "fr": "fr_BE"}
#: Date patterns by what they are for. CLDR letters; the order of day and month is the same in all
#: three languages.
DATE_STYLES: Final = {
    "short": "d MMM",
    "long": "d MMMM",  # inside a sentence: a French short month ends in a full stop
    "year": "d MMM y",
    "weekday": "EEE d MMM",
    "full": "EEEE d MMMM y",
    "name": "EEEE",
}
#: Stands where there is no number.
NO_NUMBER = "–"
#: Figures of a load that are worth reading.
FIGURES = 3
TEN = 10
#: Below this, a moment is just now.
JUST_NOW = timedelta(minutes=1)
#: From here on, days are counted: "1 week ago" would hide two of nine.
DAYS_FROM = timedelta(days=2)

Value = str | int | float | date


def mark(msgid: str) -> str:
    """The msgid itself: says to the extraction that a string in a table is one."""
    return msgid


@dataclass(frozen=True, slots=True)
class Words:
    """One language, ready to speak."""

    language: str
    locale: Locale
    catalogue: Mapping[str, tuple[str, ...]]  # singular first; empty for English

    def say(self, msgid: str, **values: Value) -> str:
        """The sentence of that msgid, its numbers and dates written as this language does."""
        return self._filled(self.catalogue.get(msgid, (msgid,))[0], values)

    def plural(self, one: str, many: str, n: float, **values: Value) -> str:
        """The sentence for that many; `{n}` is the number itself."""
        forms = self.catalogue.get(one, (one, many))
        form = forms[min(int(self.locale.plural_form(n) != "one"), len(forms) - 1)]
        return self._filled(form, {"n": n, **values})

    def number(self, number: float | None, digits: int = 0) -> str:
        """A number with that many decimals, or a dash where there is none."""
        if number is None or math.isnan(number):
            return NO_NUMBER
        pattern = "#,##0." + "0" * digits if digits else "#,##0"
        return str(format_decimal(round(number, digits) + 0.0, format=pattern, locale=self.locale))

    def about(self, number: float | None) -> str:
        """A number to three figures, with a decimal below ten: no sensor of ours knows more."""
        if number is None or math.isnan(number) or number == 0:
            return self.number(number)
        figures = round(number, FIGURES - 1 - math.floor(math.log10(abs(number))))
        return self.number(figures, 1 if abs(figures) < TEN else 0)

    def date(self, day: date, style: str = "short") -> str:
        """A date in one of `DATE_STYLES`."""
        return str(format_date(day, DATE_STYLES[style], locale=self.locale))

    def time(self, at: datetime, where: ZoneInfo) -> str:
        """The clock time of a moment, for somebody in that zone."""
        return str(format_time(at, "HH:mm", tzinfo=where, locale=self.locale))

    def ago(self, delta: timedelta) -> str:
        """How long ago something was, in minutes, hours or days."""
        if delta < JUST_NOW:
            return self.say("just now")
        if delta >= DAYS_FROM:
            return self.plural("{n} day ago", "{n} days ago", delta.days)
        return str(format_timedelta(-delta, add_direction=True, threshold=1.2, locale=self.locale))

    def _filled(self, form: str, values: Mapping[str, Value]) -> str:
        return form.format(**{name: self._written(value) for name, value in values.items()})

    def _written(self, value: Value) -> str:
        if isinstance(value, str):
            return value
        if isinstance(value, date):
            return self.date(value)
        return self.number(value, 0 if float(value).is_integer() else 1)


@cache
def words(language: str) -> Words:
    """The words of a language: nl, en or fr."""
    one_of("language", language, LANGUAGES)
    locale = Locale.parse(LOCALES[language])
    return Words(language, locale, {} if language == "en" else _translations(language))


def _translations(language: str) -> Mapping[str, tuple[str, ...]]:
    place = files("plantar.words") / "locale" / language / "LC_MESSAGES" / "plantar.po"
    found: dict[str, tuple[str, ...]] = {}
    for message in read_po(BytesIO(place.read_bytes()), locale=language):
        msgids, forms = _forms(message.id), _forms(message.string)
        if msgids[0] and all(forms) and not message.fuzzy:
            found[msgids[0]] = forms
    return found


def _forms(texts: object) -> tuple[str, ...]:
    """One text, or its plural forms."""
    return tuple(map(str, texts)) if isinstance(texts, (list, tuple)) else (str(texts or ""),)
