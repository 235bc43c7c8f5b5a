"""From everything measured on a civil day to a Day, one module per source class."""
