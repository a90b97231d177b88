"""Requirements on headers that a contract promises."""
