"""Requirements on credentials."""
