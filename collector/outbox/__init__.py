"""What a collector measured and the centre has not committed yet, in a file that outlives both."""
