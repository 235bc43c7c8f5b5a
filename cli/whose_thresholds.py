"""Whose thresholds a command is about: of the runner named first, or of everybody."""

from typing import Any

from cli.of_runner import OfRunner

CLINIC, TRY = "--clinic", "try"


class OfRunnerOrClinic(OfRunner):
    """A group whose first word is a runner, or says that it is about the whole practice.

    Trying changes nothing, and may do without both.
    """

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:  # noqa: ANN401  as in OfRunner
        """Put no runner where none is meant."""
        if args[:1] == [CLINIC]:
            args = ["", *args[1:]]
        elif args[:1] == [TRY] and not (len(args) > 1 and args[1] in self.commands):
            args = ["", *args]
        return super().parse_args(ctx, args)
