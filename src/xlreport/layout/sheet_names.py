"""The names of the sheets that every template has besides those of its tables and lists."""

COVER = "封面"
INSTRUCTIONS = "填报说明"
TEXTS = "文字部分"
CHECKS = "检查"
