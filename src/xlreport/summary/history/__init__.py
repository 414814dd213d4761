"""The figures of any number of periods as one frame and one workbook."""
