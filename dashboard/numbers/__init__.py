"""What each number means, with a worked example."""
