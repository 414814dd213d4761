"""The published report as a Word file and a web page."""
