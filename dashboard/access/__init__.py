"""Who may see what: the guard before the store, and the class of each of its methods."""
