"""`plantar sensor`: find, pair, list, check and forget sensors."""
