"""The layout of every sheet, shared by writer and reader."""
