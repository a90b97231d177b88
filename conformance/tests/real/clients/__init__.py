"""What is run beside a client: its journeys, in an environment of its own."""
