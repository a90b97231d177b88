"""Tests of `conformance.cli`."""
