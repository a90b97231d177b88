"""Verifies a report: whether it is what its recordings show."""
