"""Finished reports in files: Word, web pages, PDF and OFD taken apart into a reading.document.Document."""
