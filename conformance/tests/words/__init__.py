"""Tests of `conformance.words`."""
