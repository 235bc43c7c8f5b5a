"""`plantar replay`: captures heard again."""
