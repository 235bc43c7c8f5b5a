"""Histories that people recorded about themselves, read for the report only."""
