"""From a sensor's bytes, or a file somebody exported, to recordings and samples."""
