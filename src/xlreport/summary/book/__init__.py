"""The summary workbook, sheet by sheet."""
