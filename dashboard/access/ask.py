"""One call of a method of the store by somebody, and the usual ways to answer it."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from dashboard.access.rights import Rights
from plantar.audit import Part
from plantar.consent import Scope
from plantar.errors import NotAllowed, UnknownRunner
from plantar.runner import Runner
from plantar.store import Store
from plantar.viewer import Role

Scopes = frozenset[Scope]
LOAD, PAIN, PLAN = (frozenset({scope}) for scope in (Scope.LOAD, Scope.PAIN, Scope.PLAN))
PARTS: Final = {Scope.LOAD: Part.LOAD, Scope.PAIN: Part.PAIN, Scope.PLAN: Part.PLAN}


@dataclass(frozen=True, slots=True)
class Ask:
    """One call of a method of the store, by somebody."""

    store: Store
    name: str
    given: tuple[Any, ...]
    named: Mapping[str, Any]
    rights: Rights
    note: Callable[[Iterable[str], Part], None]

    def answer(self) -> Any:  # noqa: ANN401  whatever the method answers
        """What the store itself says."""
        return getattr(self.store, self.name)(*self.given, **self.named)

    def first(self, name: str) -> Any:  # noqa: ANN401  whatever was given
        """What was given first, by place or by name."""
        return self.given[0] if self.given else self.named.get(name)

    def refuse(self) -> NotAllowed:
        """What is raised where somebody may not do it."""
        return NotAllowed(self.name.replace("_", " "))


Class = Callable[[Ask], Any]


def scopes_of(ask: Ask, runner_id: object) -> Scopes:
    """What may be seen of a runner; one who may not be seen at all is unknown, as if not there."""
    held = ask.rights.of(runner_id) if isinstance(runner_id, str) else frozenset()
    if not held:
        raise UnknownRunner(str(runner_id))
    return held


def reads(
    scopes: Scopes,
    nothing: Callable[[], object],
    left: Callable[[Any, Scopes], object] | None = None,
) -> Class:
    """About one runner: with any of the scopes; else there is nothing. `left` takes parts away."""

    def ask_for(ask: Ask) -> object:
        runner_id = ask.first("runner_id")
        held = scopes_of(ask, runner_id)
        if not held & scopes:
            return nothing()
        for scope in sorted(held & scopes):
            ask.note([runner_id], PARTS[scope])
        answer = ask.answer()
        return answer if left is None or answer is None else left(answer, held)

    return ask_for


def writes(scopes: Scopes) -> Class:
    """Changes something of one runner, named by their id or by their record."""

    def ask_for(ask: Ask) -> object:
        about = ask.first("runner_id") or ask.named.get("runner")
        held = scopes_of(ask, about.id if isinstance(about, Runner) else about)
        if not held & scopes:
            raise ask.refuse()
        return ask.answer()

    return ask_for


def signs(scopes: Scopes) -> Class:
    """Changes something of one runner and says who did: that is the viewer, and nobody else.

    What a runner tells of themselves is without an author.
    """
    change = writes(scopes)

    def ask_for(ask: Ask) -> object:
        nobody = "" if ask.rights.is_own(ask.first("runner_id")) else None
        authors = {
            written.author
            for written in (*ask.given, *ask.named.values())
            if hasattr(written, "author")
        }
        if not authors <= {ask.rights.viewer.account, nobody}:
            scopes_of(ask, ask.first("runner_id"))  # who is not seen is unknown, as if not there
            raise ask.refuse()
        return change(ask)

    return ask_for


def never(ask: Ask) -> object:
    """Not for pages: what runs without anybody looking does it."""
    raise ask.refuse()


def own(ask: Ask) -> object:
    """About one's own feet only, whoever else may see them."""
    if not ask.rights.is_own(ask.first("runner_id")):
        raise UnknownRunner(str(ask.first("runner_id")))
    return ask.answer()


def only(*roles: Role) -> Class:
    """For whoever has one of the roles, and about nobody in particular."""

    def ask_for(ask: Ask) -> object:
        if not ask.rights.viewer.roles & set(roles):
            raise ask.refuse()
        return ask.answer()

    return ask_for
