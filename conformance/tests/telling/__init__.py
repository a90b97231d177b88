"""Tests of `conformance.telling`."""
