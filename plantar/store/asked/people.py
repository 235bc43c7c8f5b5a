"""What a store is asked about who there is, and when they wear their sensors."""

from collections.abc import Mapping
from typing import Protocol

from plantar.runner import Runner, WearPlan


class People(Protocol):
    """What is asked about who there is, and when they wear their sensors."""

    def add_runner(self, runner: Runner, display_name: str | None = None) -> None:
        """Add a runner; RunnerExists when the id is taken."""

    def save_runner(self, runner: Runner) -> None:
        """Replace a known runner's record; the days it has a say in become dirty.

        A new language has none; another way to cut days has one in those from its date on.
        """

    def runner(self, runner_id: str) -> Runner:
        """One runner; UnknownRunner when there is none of that id."""

    def runners(self) -> list[Runner]:
        """Every runner, by id."""

    def display_names(self) -> Mapping[str, str]:
        """Names for the screen, by runner id: kept apart, and only for the dashboard."""

    def add_wear_plan(self, runner_id: str, plan: WearPlan) -> None:
        """Add a wear plan, or replace the one of the same date; the days it rules are dirty."""

    def wear_plans(self, runner_id: str) -> list[WearPlan]:
        """A runner's wear plans, oldest first."""
