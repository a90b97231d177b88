"""Requirements on the transport."""
