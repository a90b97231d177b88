"""Requirements on limits: of rate, of size, and of what a server bears."""
