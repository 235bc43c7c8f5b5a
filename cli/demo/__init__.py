"""A clinic of made-up runners, so that the pages show something before anybody measures."""
