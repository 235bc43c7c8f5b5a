"""A pair of shoes without hardware: a virtual radio, soles that emit true bytes, and a walker."""
