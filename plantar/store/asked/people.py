"""What a store is asked about who there is, and when they wear their sensors."""

from collections.abc import Collection, Mapping
from datetime import date
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

    def rename_runner(self, runner_id: str, name: str) -> None:
        """Give a runner another name for the screen; UnknownRunner when there is none of that id.

        No figure hangs on a name: nothing becomes dirty.
        """

    def add_wear_plan(self, runner_id: str, plan: WearPlan) -> None:
        """Add a wear plan, or replace the one of the same date; the days it rules are dirty."""

    def withdraw_wear_plan(self, runner_id: str, since: date) -> None:
        """Take a wear plan back; the days it ruled are dirty. UnknownRecord when there is none."""

    def wear_plans(self, runner_id: str) -> list[WearPlan]:
        """A runner's wear plans, oldest first."""

    def wear_plans_of(self, runner_ids: Collection[str]) -> Mapping[str, list[WearPlan]]:
        """The wear plans of some runners, oldest first; who has none is left out."""
