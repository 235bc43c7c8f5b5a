"""Who do I see, what is agreed with each of them, and how does somebody new come in?"""

from collections.abc import Sequence
from datetime import UTC

import streamlit as st

from dashboard.frame.places import RUNNER
from dashboard.frame.style import muted
from dashboard.runners import new_runner, particulars, runner_list
from dashboard.runners.runner_list import Agreed
from dashboard.visit import Visit
from plantar.day import civil_day
from plantar.runner import Runner
from plantar.viewer import Role

ROWS_A_PAGE = 25
PAGE = "runners-page"


def page(visit: Visit) -> None:
    """Draw the list, or the particulars of the runner that the address names."""
    asked_for = st.query_params.get(RUNNER)
    if asked_for is not None:
        particulars.page(visit, visit.store.runner(asked_for))
        return
    words = visit.words
    if Role.KINESIST not in visit.viewer.roles:
        st.title(words.say("Runners"), anchor=False)
        muted(words.say("Here a kinesist keeps the runners in their care."))
        return
    runners = visit.store.runners()
    with st.container(
        horizontal=True, vertical_alignment="bottom", horizontal_alignment="distribute"
    ):
        st.title(words.say("Runners"), anchor=False, width="content")
        text = st.text_input(
            words.say("Find a runner"), key="search", width=260, disabled=not runners
        )
    new_runner.draw(visit, is_first=not runners)
    if not runners:
        return
    names = visit.store.display_names()
    _listed(visit, runner_list.by_name(runners, names, text))


def _listed(visit: Visit, found: Sequence[Runner]) -> None:
    words = visit.words
    if not found:
        muted(words.say("Nobody in this list."))
        return
    pages = -(-len(found) // ROWS_A_PAGE)
    at = min(st.session_state.get(PAGE, 1), pages)
    shown = found[(at - 1) * ROWS_A_PAGE : at * ROWS_A_PAGE]
    agreed = agreed_with([one.id for one in shown], visit)
    st.html(runner_list.table(shown, agreed, words, visit.now))
    if pages > 1:
        st.pagination(pages, key=PAGE)


def agreed_with(runner_ids: Sequence[str], visit: Visit) -> Agreed:
    """What the store knows of some runners beside themselves: one question for all of them."""
    store, account = visit.store, visit.viewer.account
    work = store.strength_work(runner_ids, civil_day(visit.now, UTC))  # the programmes alone
    return Agreed(
        names=store.display_names(),
        wear=store.wear_plans_of(runner_ids),
        programmes={one: found.programmes for one, found in work.items()},
        accounts=runner_list.own_accounts(store.accounts()),
        invited=runner_list.invited(store.invitations(), visit.now),
        consents=store.consents_for(account),
        viewer=account,
    )
