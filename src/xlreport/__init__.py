"""xlreport: the yearly disclosure report (政府信息公开工作年度报告) as a workbook that checks itself."""

__version__ = "0.1.0"
