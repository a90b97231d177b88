"""Tests of `conformance.judging`."""
