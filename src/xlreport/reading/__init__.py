"""Cells become a return: identity, labels, values and the findings of reading."""
