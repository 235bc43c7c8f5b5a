"""The report for the referring doctor: one page, from the same figures as the screens."""
