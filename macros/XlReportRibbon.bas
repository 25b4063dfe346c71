Attribute VB_Name = "XlReportRibbon"
Option Explicit

' The buttons of ribbon/customUI14.xml. Each hands over to Python in one line; nothing is decided here.

Public Sub XlReport_OnLoad(ribbon As IRibbonUI)
    Application.OnTime Now, "'" & ThisWorkbook.Name & "'!XlReport_Describe"
End Sub

Public Sub XlReport_Check(control As IRibbonControl)
    RunPython "import xlreport.live.ribbon; xlreport.live.ribbon.check()"
End Sub

Public Sub XlReport_PreviousFinding(control As IRibbonControl)
    RunPython "import xlreport.live.ribbon; xlreport.live.ribbon.previous_finding()"
End Sub

Public Sub XlReport_NextFinding(control As IRibbonControl)
    RunPython "import xlreport.live.ribbon; xlreport.live.ribbon.next_finding()"
End Sub

Public Sub XlReport_ClearMarks(control As IRibbonControl)
    RunPython "import xlreport.live.ribbon; xlreport.live.ribbon.clear_marks()"
End Sub

Public Sub XlReport_Locate(control As IRibbonControl)
    RunPython "import xlreport.live.ribbon; xlreport.live.ribbon.locate()"
End Sub

Public Sub XlReport_Adopt(control As IRibbonControl)
    RunPython "import xlreport.live.ribbon; xlreport.live.ribbon.adopt()"
End Sub

Public Sub XlReport_NewBook(control As IRibbonControl)
    RunPython "import xlreport.live.ribbon; xlreport.live.ribbon.new_book()"
End Sub

Public Sub XlReport_ImportLastYear(control As IRibbonControl)
    RunPython "import xlreport.live.ribbon; xlreport.live.ribbon.import_last_year()"
End Sub

Public Sub XlReport_ImportReport(control As IRibbonControl)
    RunPython "import xlreport.live.ribbon; xlreport.live.ribbon.import_report()"
End Sub

Public Sub XlReport_WriteReport(control As IRibbonControl)
    RunPython "import xlreport.live.ribbon; xlreport.live.ribbon.write_report()"
End Sub

Public Sub XlReport_CompareLastYear(control As IRibbonControl)
    RunPython "import xlreport.live.ribbon; xlreport.live.ribbon.compare_last_year()"
End Sub

Public Sub XlReport_Help(control As IRibbonControl)
    RunPython "import xlreport.live.ribbon; xlreport.live.ribbon.help_page()"
End Sub
