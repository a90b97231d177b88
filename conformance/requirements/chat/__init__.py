"""Requirements on chat completions."""
