"""Requirements on what a relay does with its upstream."""
