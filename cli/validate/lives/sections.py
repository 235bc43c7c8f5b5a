"""The part of the validation report that asks the rules about simulated lives."""

from collections.abc import Iterator
from pathlib import Path

from cli.progress import track
from cli.validate.lives.choice_section import chosen
from cli.validate.lives.described import described
from cli.validate.lives.jumps_section import planted, plants_of
from cli.validate.lives.life import LIVES, PEOPLE
from cli.validate.lives.practice import RUNNERS
from cli.validate.lives.practice_section import of_a_practice
from cli.validate.lives.simulate import REPORTING_SEED, Crowd, asked
from cli.validate.lives.steady_section import in_steady_lives
from cli.validate.section import Section


def simulated(folder: Path, people: int = PEOPLE) -> Iterator[Section]:
    """Everything that is told about lives that were made up; real people are in the folder."""
    crowd, fewer = Crowd(REPORTING_SEED, people), max(1, people // 2)
    heard = {life.name: asked(life, crowd, plants_of(life)) for life in track(LIVES, "living")}
    yield described(people, folder)
    yield in_steady_lives(heard, fewer)
    yield planted(heard)
    yield of_a_practice(min(RUNNERS, 4 * people))
    yield chosen(people, fewer, folder)
