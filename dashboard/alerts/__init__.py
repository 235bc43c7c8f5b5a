"""Alerts, and the answers to them."""
