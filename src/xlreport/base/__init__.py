"""What all packages use: errors, findings and their catalogue, files, workers, TOML faults."""
