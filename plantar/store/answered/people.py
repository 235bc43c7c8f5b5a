"""What the SQL store answers about who there is, and when they wear their sensors."""

from collections.abc import Collection, Mapping
from datetime import date

from plantar.runner import Runner, WearPlan
from plantar.store import people
from plantar.store.answered.answering import Answering


class People(Answering):
    """What is answered about who there is, and when they wear their sensors."""

    def add_runner(self, runner: Runner, display_name: str | None = None) -> None:
        """Add a runner; RunnerExists when the id is taken."""
        with self._database.writing() as connection:
            people.add(connection, runner, display_name)

    def save_runner(self, runner: Runner) -> None:
        """Replace a known runner's record; the days it has a say in become dirty."""
        with self._database.writing() as connection:
            people.save(connection, runner)

    def runner(self, runner_id: str) -> Runner:
        """One runner; UnknownRunner when there is none of that id."""
        with self._database.reading() as connection:
            return people.find(connection, runner_id)

    def runners(self) -> list[Runner]:
        """Every runner, by id."""
        with self._database.reading() as connection:
            return people.everybody(connection)

    def display_names(self) -> Mapping[str, str]:
        """Names for the screen, by runner id."""
        with self._database.reading() as connection:
            return people.display_names(connection)

    def rename_runner(self, runner_id: str, name: str) -> None:
        """Give a runner another name for the screen; UnknownRunner when there is no such id."""
        with self._database.writing() as connection:
            people.rename(connection, runner_id, name)

    def add_wear_plan(self, runner_id: str, plan: WearPlan) -> None:
        """Add a wear plan, or replace the one of the same date; the days it rules are dirty."""
        with self._database.writing() as connection:
            people.add_wear_plan(connection, runner_id, plan)

    def withdraw_wear_plan(self, runner_id: str, since: date) -> None:
        """Take a wear plan back; the days it ruled are dirty. UnknownRecord when there is none."""
        with self._database.writing() as connection:
            people.withdraw_wear_plan(connection, runner_id, since)

    def wear_plans(self, runner_id: str) -> list[WearPlan]:
        """A runner's wear plans, oldest first."""
        with self._database.reading() as connection:
            return people.wear_plans(connection, runner_id)

    def wear_plans_of(self, runner_ids: Collection[str]) -> Mapping[str, list[WearPlan]]:
        """The wear plans of some runners, oldest first; who has none is left out."""
        with self._database.reading() as connection:
            return people.wear_plans_of(connection, runner_ids)
