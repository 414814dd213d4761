"""The guides for clerks and officers, as Word files, pages and PDF."""
