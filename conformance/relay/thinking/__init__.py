"""Models that think before they answer: what they take, refuse, spend and show."""
