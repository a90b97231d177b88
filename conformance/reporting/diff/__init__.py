"""Holds a report against an earlier one."""
