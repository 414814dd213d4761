"""The version of the library, for every module that names it."""

__version__ = "0.1.0"
