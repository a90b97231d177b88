"""Tests of `conformance.reporting`."""
