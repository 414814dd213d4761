"""Registers (登记簿) that an office keeps: read, counted, and carried to the next year."""
