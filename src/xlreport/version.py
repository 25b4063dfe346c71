"""The version of this program, as results and stores name it."""

__version__ = "0.1.0"
