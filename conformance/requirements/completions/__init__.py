"""Requirements on completions."""
