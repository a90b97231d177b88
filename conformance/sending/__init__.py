"""Sends what cases ask for, each once and within limits, and keeps what came back."""
