"""Tells Allure: results, exchanges, the run's context."""
