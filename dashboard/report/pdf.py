"""The report as PDF: tagged, its fonts inside it, the same bytes from the same facts."""

import json
from dataclasses import asdict
from functools import cache
from importlib.resources import files
from typing import Any, Final

from dashboard.report.chart import chart
from dashboard.report.facts import Facts
from dashboard.report.said import Said, breakable, line
from dashboard.report.sheet import sheet
from plantar.errors import PlantarError
from plantar.words.catalogue import Words

#: What the file promises to whoever reads it out aloud: tags, a language, a title, a text for the
#: chart. It is what the compiler itself refuses to break.
STANDARDS: Final = ["ua-1"]
#: How fine a picture of the page is. [1/in]
PICTURE_PPI: Final = 110.0
#: Stands for a sign that no font at hand has.
NO_SIGN: Final = "□"
#: The last sign of Latin as it is written in Europe.
LATIN: Final = "\u024f"
#: Signs of our own sentences and charts that lie beyond Latin.
KNOWN: Final = frozenset("–—‘’“”…→−≥≤×·□\u200b\u202f\u2009")


class ReportFailed(PlantarError):
    """The page cannot be set; nothing was written."""


def report(facts: Facts, said: Said, words: Words) -> bytes:
    """One page of PDF.

    Letters that the fonts inside Plantar lack are looked for among those of the computer; a sign
    that neither has becomes a box.

    Raises
    ------
    ReportFailed
        The page cannot be set.
    """
    return compiled(told(facts, said, words), at=facts.now.timestamp())


def file_name(facts: Facts) -> str:
    """What the file is called: whose, by their id alone, and of which day."""
    return f"plantar-{facts.runner.id}-{facts.today.isoformat()}.pdf"


def told(facts: Facts, said: Said, words: Words) -> dict[str, Any]:
    """What the template is given: texts, and the chart."""
    page = sheet(facts, said, words)
    return {
        **_broken(asdict(page)),
        "author": line(said.author),
        "id": facts.runner.id,
        "language": words.language,
        "chart": chart(facts.story, words),
    }


def compiled(content: dict[str, Any], *, at: float, form: str = "pdf") -> bytes:
    """The page as PDF, or as a picture of it where that is asked for."""
    import typst  # noqa: PLC0415  80 MB, for the one who asks for a report

    wanted: dict[str, Any] = {"format": form, "timestamp": int(at)}
    wanted |= {"pdf_standards": STANDARDS} if form == "pdf" else {"ppi": PICTURE_PPI}
    tries = ((content, True), (content, False), (_latin(content), True))
    for texts, own_fonts_alone in tries:
        try:
            page = typst.compile(
                _template(),
                sys_inputs={"told": json.dumps(texts)},
                ignore_system_fonts=own_fonts_alone,
                **wanted,
            )
        except typst.TypstError as error:
            refused = error
        else:
            return bytes(page)
    raise ReportFailed(f"the report cannot be set: {refused}")


@cache
def _template() -> bytes:
    return (files("dashboard.report") / "report.typ").read_bytes()


def _broken(told: Any) -> Any:  # noqa: ANN401 - texts, in lists of any depth
    match told:
        case str():
            return breakable(told)
        case list() | tuple():
            return [_broken(one) for one in told]
        case _:
            return {name: _broken(one) for name, one in told.items()}


def _latin(told: Any) -> Any:  # noqa: ANN401 - as above
    match told:
        case str():
            return "".join(sign if _is_known(sign) else NO_SIGN for sign in told)
        case list() | tuple():
            return [_latin(one) for one in told]
        case _:
            return {name: _latin(one) for name, one in told.items()}


def _is_known(sign: str) -> bool:
    return sign <= LATIN or sign in KNOWN
