"""The history of the tables: each revision goes forward and back, with what is in them."""

#: The revision this code reads and writes; the last of `versions/`.
HEAD = "0020"
