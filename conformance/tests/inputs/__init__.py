"""Tests of `conformance.inputs`."""
