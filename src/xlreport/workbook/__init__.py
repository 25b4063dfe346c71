"""Workbooks: the template, filling it, and reading it back. The only importers of XlsxWriter and openpyxl."""
