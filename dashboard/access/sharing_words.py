"""What may be seen of a runner, and who somebody is here, in words."""

from collections.abc import Iterable
from typing import Final

from plantar.audit import Part
from plantar.consent import Basis, Scope
from plantar.viewer import Role
from plantar.words.catalogue import Words, mark

SCOPES: Final = {
    Scope.LOAD: mark("load"),
    Scope.PAIN: mark("pain and notes"),
    Scope.PLAN: mark("may write plans and limits"),
}
ROLES: Final = {
    Role.RUNNER: mark("runner"),
    Role.KINESIST: mark("kinesist"),
    Role.ADMIN: mark("keeper of accounts"),
}
PARTS: Final = {
    Part.LIST: mark("your line in the list"),
    Part.LOAD: mark("your load"),
    Part.PAIN: mark("your pain"),
    Part.PLAN: mark("your plans"),
}
BASES: Final = {
    Basis.RUNNER: mark("given by you"),
    Basis.PRACTICE: mark("agreed in the practice"),
    Basis.OPERATOR: mark("entered by whoever runs this Plantar"),
}


def scopes_in_words(scopes: Iterable[Scope], words: Words) -> str:
    """What may be seen, in the order of the scopes."""
    held = set(scopes)
    return ", ".join(words.say(SCOPES[scope]) for scope in SCOPES if scope in held)


def roles_in_words(roles: Iterable[Role], words: Words) -> str:
    """As what somebody is let in."""
    held = set(roles)
    return ", ".join(words.say(ROLES[role]) for role in ROLES if role in held)
