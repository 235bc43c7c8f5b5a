"""`plantar status`: how the collector, its sensors, its outbox and its centre are doing."""
