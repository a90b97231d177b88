"""Proves the suite: faults are caught, variations are not."""
