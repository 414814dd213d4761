"""What a county adds up to, compares and exports."""
