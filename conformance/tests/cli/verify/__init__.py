"""Tests of `relaycert verify`."""
