"""The pages: each a function of the store, the words and the moment it is given."""
