"""The buttons that work on the book a person has open, in Excel or in LibreOffice Calc.

book: the open book read into a Submission; marks: colours and notes, and their undoing; findings_sheet: the list;
ribbon: one function a button; libreoffice: Calc as an engine of xlwings. Only what is BSD of xlwings is used.
"""
