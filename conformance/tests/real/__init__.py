"""Judges real servers that nobody here wrote."""
