"""What departments have published themselves, compared with their returns."""
