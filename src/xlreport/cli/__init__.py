"""The console, the options that commands share, their help and their exit statuses."""
