"""What pages tell of a flag, of the story it is in and of the days behind it, read as claims."""

import re
from collections import defaultdict

from dashboard.frame import marks
from plantar.alert import Level

NUMBER = r"[\d,.]+"
LEVELS = r"call today|look this week"
#: What is claimed about which flag, story or day: every value that was read.
Told = dict[tuple[str, str], set[tuple[str, ...]]]
#: A flag by its rule and its day, and what is said of it.
Passages = dict[tuple[str, str], str]

#: What is claimed about a flag, by the ways in which it is said.
OF_A_FLAG = {
    "day": (
        r"(\d+ \w{3})\w* \d{4}: rule",
        r"Rule \w+, \w+ (\d+ \w+):",
        r", (\d+ \w+), [SPC]\w+\)",
        rf"(\d+ \w+) (?:≥ )?{NUMBER} [\w% ]+? the day in question",
        rf"(\d+ \w+), \d\d:\d\d {NUMBER} (?:(?!\d\d:\d\d)[^|])*the one in question",
        r"start \w+ (\d+ \w+), \d\d:",
    ),
    "method": (r"Method: (.+?)\. threshold on", r"Rule \w+, \w+ \d+ \w+: (.+?); threshold"),
    "threshold": (
        rf"; threshold ({NUMBER})",
        rf"‹({LEVELS})› .*? \1: above \(× the reference\) ({NUMBER})",
        rf"(?:a rise from|so much above usual) \(points\) ({NUMBER})",
        rf"load: week over the three before, above \(×\) ({NUMBER})",
    ),
    "percent": (r"(\d+)% (?:longer|above)", r"percent more (\d+) %"),
    "score": (
        r"(\d+)/10 against \d+ usually",
        r"score: (\d+)/10",
        r"(?:morning score|score during load), 0–10 (\d+)/10",
        r"told score moment side \w+ \d+ \w+, [\d:]+ (\d+)/10 (?=.*rule [CP][12])",
    ),
    "usual score": (
        r"/10 against (\d+) usually",
        r"(?<!above )usual: (\d+)/10",
        r"usual (?:morning score|score during load) (\d+)/10",
    ),
    "mornings of the week": (
        rf"a mean of ({NUMBER}) against {NUMBER} the week before",
        rf"mean of (?:this|the) week:? ({NUMBER})/10",
    ),
    "mornings of the week before": (
        rf"a mean of {NUMBER} against ({NUMBER}) the week before",
        rf"mean of the week before:? ({NUMBER})/10",
    ),
    "run": (
        rf"({NUMBER}) (?:km|min) against {NUMBER} (?:km|min)",
        rf"this time:? ({NUMBER}) (?:km|min)",
        rf", \d\d:\d\d ({NUMBER}) (?:(?!\d\d:\d\d)[^|])*the one in question",
    ),
    "run before": (
        rf"{NUMBER} (?:km|min) against ({NUMBER}) (?:km|min)",
        rf"(?:longest of the 30 days before|planned for the day): ({NUMBER}) (?:km|min)",
        rf", \d\d:\d\d ({NUMBER}) (?:(?!\d\d:\d\d)[^|])*held against",
    ),
    "mean a day": (
        rf"({NUMBER}) against {NUMBER} step equivalents a day",
        rf"mean a day, this week:? ({NUMBER}) WSE a day",
    ),
    "usual mean a day": (
        rf"{NUMBER} against ({NUMBER}) step equivalents a day",
        rf"mean a day, 3 weeks before:? ({NUMBER}) WSE a day",
    ),
}


def with_levels(markup: str) -> str:
    """The same with the marks of levels, which are pictures, as words."""
    for level, said in ((Level.ALERT, "call today"), (Level.CAUTION, "look this week")):
        markup = markup.replace(marks.image(level), f" ‹{said}› ")
    return markup


def named(rule: str, day: str) -> str:
    """What a flag is called among claims."""
    return f"{rule}, {day}"


def of_flags(passages: Passages) -> Told:
    """What is claimed about each flag."""
    told: Told = defaultdict(set)
    for (rule, day), text in passages.items():
        for about, ways in OF_A_FLAG.items():
            for found in (found for way in ways for found in re.finditer(way, text)):
                told[about, named(rule, day)].add((_figure(found.groups()[-1]),))
    return told


def in_alert(text: str) -> Passages:
    """The flags of a story as the page of alerts has them: a line each, the first two in words."""
    lines = list(re.finditer(rf"Rule (\w+), \w+ (\d+ \w+): [^|]+?; threshold {NUMBER}", text))
    if not lines:
        return {}
    said = text[: lines[0].start()].rpartition("|")[2]
    facts = re.split(r"(?<=\.) (?=[A-Z])", said.strip())
    facts += [""] * len(lines)
    return {
        (line[1], line[2]): f"{fact} {line[0]}"
        for line, fact in reversed(list(zip(lines, facts, strict=False)))
    }


def in_report(text: str) -> Passages:
    """The flags of the open stories, each with its numbers in brackets."""
    lines = re.finditer(r"· (?:(?! · ).)+?, (\d+ \w+), ([SPC]\w+)\)", text)
    return {(line[2], line[1]): line[0] for line in lines}


def stories(text: str, name: str) -> Told:
    """The open stories, each by its level, its first day and what it leads with."""
    what, since = rf"(?P<level>{LEVELS})", r"(?P<since>\d+ \w+)"
    ways = (
        rf"(?:Pain|Load) · (?P<why>[^|]+?)(?: · and \d+ others?)? · {what}, since \w+ {since}",
        rf"(?:Pain|Load): {what}, since \w+ {since} · (?P<why>.+?) \(",
        rf"‹{what}› {re.escape(name)} {since} (?P<why>[^|]+?) \|",
    )
    found = {
        f"{one['level']}, since {one['since']}: {one['why']}"
        for way in ways
        for one in re.finditer(way, text)
    }
    return {("open stories", ""): {tuple(sorted(found))}}


def loads(text: str) -> Told:
    """The load of each day that is told by its date."""
    told: Told = defaultdict(set)
    days = re.search(r"day load \(WSE\) coverage its part ([^|]*)", text)
    for way, where in (
        (rf"(\w+ \d+ \w+): (?:at least )?({NUMBER}) step equivalents {NUMBER}", text),
        (rf"(\w+ \d+ \w+): ({NUMBER}) WSE together", text),
        (rf"(\w+ \d+ \w+) (?:≥ )?({NUMBER}) (?:\d+%|coverage)", days[1] if days else ""),
    ):
        for found in re.finditer(way, where):
            told["load of a day", found[1]].add((_figure(found[2]),))
    return told


def _figure(text: str) -> str:
    """A number without how many decimals it was written with; other texts as they are."""
    bare = text.replace(",", "").rstrip(".")
    return f"{float(bare):g}" if re.fullmatch(r"\d+(\.\d+)?", bare) else text
