"""Words: everything a person reads, in their own language, from English msgids."""
