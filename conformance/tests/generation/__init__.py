"""Tests of the generated requests."""
