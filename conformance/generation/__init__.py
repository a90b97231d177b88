"""Generated requests: drawn from a seed, judged by relations, shrunk when they fail."""
