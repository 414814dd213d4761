"""The version of the library, for every module that names it."""

__version__ = "0.2.0"
