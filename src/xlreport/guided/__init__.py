"""The work of January by questions, for an officer who was never taught commands."""
