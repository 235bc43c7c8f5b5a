"""Shares as the report writes them."""


def percent(share: float) -> str:
    """A share in whole percents: 0.85 is `85 %`."""
    return f"{100.0 * share:.0f} %"


def percent_of(some: int, of: int) -> str:
    """How many of how many; a dash where there were none."""
    return percent(some / of) if of else "-"
