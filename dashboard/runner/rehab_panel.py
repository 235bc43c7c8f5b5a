"""Strength work and what comes after the pain, as facts beside the chart: nothing is prescribed."""

from dataclasses import dataclass
from datetime import date, timedelta
from html import escape
from typing import assert_never

from dashboard.entry import exercise_words
from plantar.rehab import Programme, ProgrammeKind, StrengthSession, programme_on
from plantar.runner import Runner
from plantar.store import Store
from plantar.words import strength_sentences
from plantar.words.catalogue import Words
from processing.evidence import mornings_of
from processing.rehab.adherence import Adherence, adherence_on
from processing.rehab.relapse import Came, Month, Relapse, Watch, watch

#: Sessions listed, the last ones. [1]
LAST_SESSIONS = 6


@dataclass(frozen=True, slots=True)
class Rehab:
    """What is known of a runner's strength work on a day."""

    day: date
    programme: Programme | None
    adherence: Adherence | None
    log: tuple[StrengthSession, ...]
    watch: Watch


def rehab_of(store: Store, runner: Runner, day: date) -> Rehab:
    """Strength work, adherence and the watch after the pain, as they stand on a day."""
    programmes = store.programmes(runner.id)
    log = tuple(noted.record for noted in store.strength_log(runner.id))
    return Rehab(
        day=day,
        programme=programme_on(programmes, day),
        adherence=adherence_on(day, programmes, log),
        log=log,
        watch=watch_of(store, runner, day),
    )


def watch_of(store: Store, runner: Runner, day: date) -> Watch:
    """The watch after the pain, as it stands on a day."""
    mornings = mornings_of(store, runner, day)
    alerts = store.alerts(runner.id, min(mornings, default=day), day)
    return watch(mornings, alerts, runner.pain_limit, day)


def panel(rehab: Rehab, words: Words) -> str:
    """The panel as HTML, every text in it escaped; empty where there is nothing to tell."""
    said = [*_programme(rehab, words), *_sessions(rehab, words)]
    facts = watch_facts(rehab.programme, rehab.watch, words)
    if not said and not facts:
        return ""
    title = escape(words.say("Exercises"))
    told = "".join(f"<p>{escape(one)}</p>" for one in facts)
    return f'<div class="side"><h2>{title}</h2>{told}{"".join(said)}</div>'


def watch_facts(programme: Programme | None, watched: Watch, words: Words) -> list[str]:
    """What mornings say after the pain: the question of maintenance, and pain that came back."""
    month = watched.month
    said = maintenance_asked(programme, month, words)
    if watched.relapse is not None:
        said.append(came_back(watched.relapse, words))
        said.append(strength_sentences.mornings_told(month.known, words))
    return said


def maintenance_asked(programme: Programme | None, month: Month, words: Words) -> list[str]:
    """The question of maintenance, where a quiet month raises it and no such programme runs."""
    if programme is None or programme.kind is ProgrammeKind.MAINTENANCE:
        return []
    if month.median is None or not month.is_quiet:
        return []
    return [strength_sentences.quiet_mornings(month.median, month.known, words)]


def came_back(relapse: Relapse, words: Words) -> str:
    """Pain that came back, with the numbers that say so."""
    match relapse.came:
        case Came.WEEK:
            return strength_sentences.came_back_by_weeks(
                relapse.week_mean or 0.0,
                relapse.before_mean or 0.0,
                relapse.day,
                relapse.quiet_days,
                words,
            )
        case Came.ABOVE_LIMIT:
            return strength_sentences.came_back_above(
                relapse.score or 0, relapse.limit or 0, relapse.day, relapse.quiet_days, words
            )
        case _:
            assert_never(relapse.came)


def _programme(rehab: Rehab, words: Words) -> list[str]:
    programme = rehab.programme
    said = []
    if programme is not None and (phase := programme.phase_on(rehab.day)) is not None:
        head = words.say(
            "{kind}: {phase}, week {week}",
            kind=words.say(exercise_words.KINDS[programme.kind]),
            phase=phase.name,
            week=programme.week_on(rehab.day),
        )
        said.append(f"<p>{escape(head[:1].upper() + head[1:])}</p>")
        said += [
            f'<p class="muted">{escape(exercise.name)}: '
            f"{escape(exercise_words.dose(exercise, words))}</p>"
            for exercise in phase.exercises
        ]
    kept_to = rehab.adherence
    if kept_to is not None:
        told = strength_sentences.adherence(kept_to.done, kept_to.prescribed, words)
        said.append(f"<p>{escape(told)}</p>")
        if kept_to.share is None:
            note = strength_sentences.no_share_yet(kept_to.days, words)
            said.append(f'<p class="muted">{escape(note)}</p>')
        elif kept_to.is_noted:
            said.append(f'<p class="muted">{escape(strength_sentences.few_logged(words))}</p>')
    return said


def _sessions(rehab: Rehab, words: Words) -> list[str]:
    since = rehab.day - timedelta(days=27)
    recent = [one for one in rehab.log if since <= one.day <= rehab.day][-LAST_SESSIONS:]
    if not recent:
        return []
    rows = "".join(
        f"<tr><td>{escape(words.date(one.day))} · {escape(one.exercise)}</td>"
        f"<td>{escape(exercise_words.done(one, words))}</td></tr>"
        for one in reversed(recent)
    )
    return [f'<table class="sessions">{rows}</table>']
