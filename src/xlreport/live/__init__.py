"""The open workbook in Excel or LibreOffice. Nothing stands here yet."""
