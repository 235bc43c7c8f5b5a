"""Making runners, and what is known of them."""
