"""Requirements on refusals."""
