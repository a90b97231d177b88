"""The words everything is said in: violation, requirement, exchange, verdict."""
