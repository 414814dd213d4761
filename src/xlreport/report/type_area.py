"""The type area of an official page, and the lines and tables in it.

Lengths are in twips (twentieths of a point), as in Word. The type area of an A4 page is 156 mm ×
225 mm with 22 lines (GB/T 9704-2012, 5.2).
"""

from __future__ import annotations

PAGE_WIDTH = 8845
PAGE_HEIGHT = 12756
LINE = PAGE_HEIGHT // 22

MARGIN = 30  # left and right of the text in a cell
LEADING = {10.5: 260, 9.0: 230}  # the height of a line in a table, by the type size in points
