"""Many returns: batches, cache, statuses, last year, waiving and migration."""
