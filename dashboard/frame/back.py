"""The way back from a page of one runner: to where whoever looks came from."""

from dashboard.frame.places import link
from dashboard.visit import Visit


def back_from(visit: Visit, runner_id: str) -> None:
    """A runner goes back to their own day, everybody else to the page of the runner."""
    words = visit.words
    if visit.viewer.runner_id == runner_id:
        link(visit.places["today"], words.say("← Back to today"), words, runner_id)
    else:
        link(visit.places["runner"], words.say("← Back to the runner"), words, runner_id)
