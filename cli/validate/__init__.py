"""`plantar validate`: what Plantar says of recordings with a known truth, written down."""
