"""Requirements on generated requests."""
