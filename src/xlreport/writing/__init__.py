"""Cells become a workbook: the one writer of everything that a person opens."""
