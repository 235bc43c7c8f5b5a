"""Why is this flag here? The rule, its numbers, the minutes, and whether it still follows."""

from html import escape

import streamlit as st

from dashboard.alerts import answered
from dashboard.frame import marks
from dashboard.frame.explained import heading
from dashboard.frame.places import RUNNER, link
from dashboard.frame.style import muted
from dashboard.present import SOURCES
from dashboard.reasons import compared as drawing
from dashboard.reasons import entered, inputs, rule_words, why, why_again, why_minutes
from dashboard.reasons.whose_threshold import thresholds_table
from dashboard.visit import Visit
from plantar import which_first
from plantar.alert import Alert, Episode, Rule
from plantar.consent import Scope
from plantar.runner import Runner
from plantar.words import demo_words, sentences
from plantar.words.catalogue import Words
from processing.explain.chain import OF_OUTINGS, Chain, chain, days_before
from processing.explain.speaks_from import compared
from processing.rules.in_force import InForce

#: Where a table has no rows: Streamlit draws no empty text.
NOTHING = "<div></div>"
#: By these one sees what was agreed with a runner.
OF_AGREEMENTS = frozenset({Scope.LOAD, Scope.PLAN})


def page(visit: Visit) -> None:
    """Draw why the flag that the address names is there."""
    store, words = visit.store, visit.words
    runner = store.runner(st.query_params.get(RUNNER, ""))
    alert = why.asked_for(store, runner.id)
    if alert is None:
        st.title(words.say("There is no such flag"), anchor=False)
        muted(
            words.say(
                "Later data may have taken it back, or it is about something that is not shared "
                "with you."
            )
        )
        link(visit.places["runner"], words.say("To the runner"), words, runner.id)
        return
    with st.container(key="why"):
        _head(alert, runner, visit)
        found = chain(store, runner, [alert], alert.day, days_before(store, runner, alert))
        agreed = InForce(store.overrides(runner.id), store.clinic_thresholds())
        _comparison(alert, agreed, words)
        why_minutes.draw(alert, found, runner, visit)
        _entered(alert, found, runner, words)
        _rule(alert, found, runner, agreed, visit)
        why_again.draw(alert, runner, visit)


def _head(alert: Alert, runner: Runner, visit: Visit) -> None:
    words = visit.words
    name = visit.store.display_names().get(runner.id, runner.id)
    link(visit.places["runner"], words.say("← To the runner"), words, runner.id)
    about = words.say(
        "{name}, {day}: rule {rule}",
        name=name,
        day=words.date(alert.day, "full"),
        rule=alert.rule.value,
    )
    said, title = escape(sentences.sentence(alert, words)), escape(words.say("Why?"))
    st.html(
        f'<h1 class="name">{title}</h1><p class="muted">{escape(about)}</p>'
        f'<p class="status">{marks.image(alert.level)}{said}</p>'
    )
    for episode in visit.store.episodes(runner.id):
        if alert in episode.alerts:
            _episode(episode, alert, runner, visit)


def _episode(episode: Episode, alert: Alert, runner: Runner, visit: Visit) -> None:
    """What else the episode of an alert stands on, and what was answered to it."""
    words = visit.words
    others = [one for one in which_first.of_episode(episode) if one != alert]
    if others:
        muted(words.say("Of the same episode:"))
        why.why_links(visit, runner.id, others)
    told = answered.history(episode, runner, words, visit.store.account_names())
    if told:
        title = escape(words.say("Answers"))
        st.html(f'<div class="side"><h2>{title}</h2>{told}</div>')


def _comparison(alert: Alert, agreed: InForce, words: Words) -> None:
    found = compared(alert, agreed.thresholds(alert.day))
    title = heading(words.say("What was compared"), "rules", words)
    plots = "".join(drawing.drawn(one, alert.level, words) for one in found)
    both = ""
    if len(found) > 1:
        passed = words.say("Both borders were passed.")
        both = f'<p class="muted">{escape(passed)}</p>'
    st.html(title + plots + both)


def _entered(alert: Alert, found: Chain, runner: Runner, words: Words) -> None:
    st.html(heading(words.say("What entered"), "coverage", words))
    if alert.rule in OF_OUTINGS:
        st.html(entered.outings_table(alert, found, runner, words) or NOTHING)
    elif alert.code == "s3-declared":
        st.html(entered.shifts_table(alert, found.shifts, words) or NOTHING)
    elif found.reports or alert.code[0] in "pc":
        st.html(entered.scores_table(alert, found, runner, words) or NOTHING)
        muted(
            words.say("A morning without a score is in no mean: it is unknown, not without pain.")
        )
    else:
        if alert.rule is Rule.S4:
            st.html(entered.weeks_table(alert, found, words) or NOTHING)
        st.html(entered.days_table(alert, found, words) or NOTHING)


def _rule(alert: Alert, found: Chain, runner: Runner, agreed: InForce, visit: Visit) -> None:
    words, names = visit.words, visit.store.account_names()
    if not visit.sees(runner.id) & OF_AGREEMENTS:
        muted(
            words.say(
                "What was agreed with this runner is not shared with you: these are the thresholds "
                "of the practice."
            )
        )
    said = rule_words.in_words(alert.rule, agreed.thresholds(alert.day), words)
    version = words.say(
        "Rule {rule}, version {n}. Method: {method}.",
        rule=alert.rule.value,
        n=alert.rule_version,
        method=sentences.method(alert, words),
    )
    st.html(
        heading(words.say("The rule"), "rules", words)
        + f'<p class="measure">{escape(said)}</p><p class="muted">{escape(version)}</p>'
        + thresholds_table(alert, agreed, names, words, runner.pain_limit)
        + heading(words.say("Every number"), "week", words)
        + inputs.inputs_table(alert, _source(alert, found, words), names, words)
    )


def _source(alert: Alert, found: Chain, words: Words) -> str:
    """What measured or told the numbers of an alert."""
    if alert.code[0] in "pc":
        return words.say("told by the runner")
    if alert.code == "s3-declared":
        return words.say("told by hand, estimated")
    if alert.rule in OF_OUTINGS:
        sources = {one.source for one in found.sessions}
    else:
        sources = {source for day in found.days for source in day.sources}
    named = sorted({demo_words.named(source, words) for source in sources})
    if alert.source_class is not None:
        named.insert(0, words.say(SOURCES[alert.source_class]))
    return " · ".join(named) or words.say("no source")
