"""Figures of earlier years: read, carried over to an edition, held for each department."""
