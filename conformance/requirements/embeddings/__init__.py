"""Requirements on embeddings."""
