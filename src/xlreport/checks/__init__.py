"""Rules over returns: findings, frames, schemas and the likeliest slip."""
