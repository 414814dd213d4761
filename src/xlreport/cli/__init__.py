"""The console, the options that commands share, and their help."""
