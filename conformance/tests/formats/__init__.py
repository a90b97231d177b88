"""Tests of `conformance.formats`."""
