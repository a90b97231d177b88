"""Tests of `conformance.proof`."""
