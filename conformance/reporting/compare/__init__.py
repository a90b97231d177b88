"""Compares reports: one matrix of many targets."""
