"""The rules that speak about a day, one module each, and the one function that asks them all."""
