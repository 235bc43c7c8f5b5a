"""What stands around the chart of one runner."""
