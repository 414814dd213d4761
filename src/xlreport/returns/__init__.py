"""Many returns, read and settled: batches, cache, sources, findings about them all."""
