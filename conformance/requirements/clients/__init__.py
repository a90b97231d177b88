"""Requirements on what an ordinary client makes of the answers."""
