"""The one writer of all workbooks: templates, copies, lists and summaries."""
