"""Tells what came out: the report in all its forms."""
