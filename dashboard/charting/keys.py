"""What the signs of the chart mean, as a list in words: it wraps, and can be read aloud."""

from html import escape

from dashboard.charting.canvas import Canvas, Strip
from dashboard.charting.load_panel import FEET, LOOKS, is_by_foot
from dashboard.charting.pain_panel import marked
from dashboard.charting.runs import Kept
from dashboard.charting.strips import KINDS
from dashboard.frame.explained import explained
from dashboard.frame.palette import RUNNING, STANDING, UNSPLIT, WALKING, css
from plantar.load import Activity


def keys(drawn: Canvas, runner_id: str | None = None) -> str:
    """The list as HTML, with only what the chart shows; of a runner with what its panels mean."""
    items = "".join(
        f'<li><i class="{shape}"{_style(colour)}></i>{escape(word)}</li>'
        for shape, colour, word in (*_of_load(drawn), *_of_days(drawn), *_of_strips(drawn))
    )
    if runner_id is not None:
        items += _asked(drawn, runner_id)
    label = escape(drawn.words.say("What the signs mean"))
    return f'<ul class="keys" aria-label="{label}">{items}</ul>'


def _asked(drawn: Canvas, runner_id: str) -> str:
    """What the numbers of each panel are, for whoever meets them here first."""
    words = drawn.words
    asked = {"wse": words.say("load")}
    if not drawn.story.hides_pain:
        asked["pain"] = words.say("pain")
    return "".join(
        f"<li>{explained(words, anchor, runner_id)}{escape(about)}</li>"
        for anchor, about in asked.items()
    )


def _style(colour: str | None) -> str:
    return "" if colour is None else f' style="color:{css(colour)}"'


Key = tuple[str, str | None, str]


def _of_load(drawn: Canvas) -> list[Key]:
    words, story = drawn.words, drawn.story
    days = story.shown()
    if is_by_foot(drawn):
        found: list[Key] = [
            (shape, colour, words.say(FEET[foot])) for foot, (colour, shape, _) in LOOKS.items()
        ]
        if any(day.load_wse and day.left_wse is None for day in days):
            found.append(("bar", UNSPLIT, words.say("feet not told apart")))
    else:
        parts = [
            (RUNNING, words.say("running"), any(_loads(day.running) for day in days)),
            (WALKING, words.say("walking"), any(_loads(day.walking) for day in days)),
            (STANDING, words.say("standing"), any(_loads(day.standing) for day in days)),
            (UNSPLIT, words.say("not split"), story.has_unsplit()),
        ]
        found = [("bar", colour, word) for colour, word, there in parts if there]
    if any(ratio.acute is not None for ratio in story.ratios.values()):
        found.append(("line", None, words.say("7-day mean")))
    if any(ratio.chronic is not None for ratio in story.ratios.values()):
        found.append(("dash", None, words.say("usual, 3 weeks before")))
    if any(story.usual.values()):
        found.append(("band", None, words.say("usual band")))
    return found


def _loads(part: Activity | None) -> bool:
    return part is not None and part.load_wse > 0


def _of_days(drawn: Canvas) -> list[Key]:
    words, story = drawn.words, drawn.story
    found: list[Key] = []
    if any(story.is_missing(day) for day in drawn.dates):
        found.append(("hatch", None, words.say("no figure")))
    if set(story.above_limit()) & set(drawn.dates):
        found.append(("ring", None, words.say("above the limit")))
    found += [(mark, None, word) for mark, word, _ in marked(drawn)]
    return found


def _of_strips(drawn: Canvas) -> list[Key]:
    words = drawn.words
    found: list[Key] = []
    if drawn.panel(Strip.RUNS) is not None:
        kept = {one.kept for one in drawn.story.runs.values()}
        found.append(("plan", None, words.say("run planned")))
        found += [("cross", None, words.say("planned, no run"))] if Kept.MISSED in kept else []
    if drawn.panel(Strip.TOLD) is not None:
        told = {kind for of_day in drawn.story.beside.minutes.values() for kind in of_day}
        found += [
            ("told", KINDS[kind][0], words.say(KINDS[kind][1])) for kind in KINDS if kind in told
        ]
    return found
