"""Blanks: servers on which an effect cannot be seen, so that nothing of it is told."""
