"""Bytes become cells: workbooks, web pages and Word files; folders, archives and stores."""
