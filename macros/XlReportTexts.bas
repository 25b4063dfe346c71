Attribute VB_Name = "XlReportTexts"
Option Explicit

' What the add-in itself has to say. The words stand on its sheets (texts.toml), because a module holds no Chinese.

' RunPython found no program where the sheet xlreport.conf says it is.
Public Sub XlReport_NoInterpreter(Interpreter As String)
    XlReport_Tell Replace(XlReport_Text("no_interpreter"), "{}", Interpreter)
End Sub

' Python ended with an error before xlreport could show one of its own. Its words are kept for whoever mends it.
Public Sub XlReport_Failed(LogFile As String)
    Dim Folder As String, Kept As String
    Folder = Environ("LOCALAPPDATA") & "\xlreport"
    Kept = Folder & "\excel.log"
    On Error Resume Next
    MkDir Folder
    FileCopy LogFile, Kept
    On Error GoTo 0
    XlReport_Tell Replace(XlReport_Text("python_failed"), "{}", Kept)
End Sub

' What a worksheet function shows when Python could not be asked.
Public Function XlReport_FunctionFailed(Reason As String) As String
    XlReport_FunctionFailed = Replace(XlReport_Text("function_failed"), "{}", Reason)
End Function

' Descriptions for the function wizard. It is a nicety: where Excel refuses, nobody is disturbed.
Public Sub XlReport_Describe()
    Dim Entry As Range
    On Error Resume Next
    For Each Entry In ThisWorkbook.Worksheets("xlreport.functions").UsedRange.Rows
        Application.MacroOptions Macro:="'" & ThisWorkbook.Name & "'!" & Entry.Cells(1, 1).Value, _
            Description:=Entry.Cells(1, 2).Value, Category:=XlReport_Text("category"), _
            ArgumentDescriptions:=Split(Entry.Cells(1, 3).Value, "|")
    Next
End Sub

Public Function XlReport_Text(TextName As String) As String
    XlReport_Text = ThisWorkbook.Worksheets("xlreport.texts").Range(TextName).Value
End Function

' WScript.Popup shows Chinese on any Windows; MsgBox only where the system's code page has it.
Private Sub XlReport_Tell(Message As String)
    WScript.Popup Message, 0, XlReport_Text("title"), 48
End Sub
