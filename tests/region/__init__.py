"""A region that does not exist: its units, its reports, and everything that is wrong with them, planned before a file is made.

Nothing here knows how reports are collected, matched or added up.
"""
