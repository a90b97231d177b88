"""Requirements on what a vendor's document and OpenAI's state differently."""
