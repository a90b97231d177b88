"""Requirements on models."""
