"""Requirements on pictures."""
