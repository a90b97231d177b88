"""What OpenAI's document and official client state, place by place."""
