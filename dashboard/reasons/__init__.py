"""Why a flag is there: the rule, its numbers, the minutes."""
