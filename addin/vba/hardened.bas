' These stand in the place of xlwings' procedures of the same name when the add-in is built.
' A workbook from outside must not be able to choose the interpreter, a module or a DLL, be it by a sheet,
' by a file beside it, by its name, or by the folder that it lies in.

Public Sub RunPython(PythonCommand As String)
    ' Without the search for embedded code, which a sheet called x.py would set off.
    XLPy.SetAttr XLPy.Module("xlwings._xlwindows"), "BOOK_CALLER", ActiveWorkbook
    XLPy.Exec PythonCommand
End Sub

Function GetConfig(configKey As String, Optional default As String = "", Optional source As String = "") As Variant
    ' xlwings asks the active workbook and its folder first. We ask the user's own file, then this add-in.
    Dim value As String
    If Not GetConfigFromFile(GetConfigFilePath(), configKey, value) Then value = GjSetting(configKey)
    If value = "" Then value = default
    GetConfig = ExpandEnvironmentStrings(value)
End Function

Function XLPyCommand()
    ' No name of a workbook in it: one Python serves them all. Started directly, since Windows would look for the
    ' command processor in the current folder, too. -P keeps that folder, often the workbook's, off Python's path.
    XLPyCommand = Chr(34) & GetConfig("INTERPRETER_WIN") & Chr(34) & _
        " -P -c ""import os, sys; os.chdir(sys.prefix); import xlwings; xlwings.serve('$(CLSID)')"""
End Function

Private Sub XLPyLoadDLL()
    ' Only by its full path: Windows looks for a bare name in the current folder, too.
    Dim python As String
    python = GetConfig("INTERPRETER_WIN")
    If Mid$(python, 2, 2) <> ":\" And Left$(python, 2) <> "\\" Then Err.Raise 1, Description:="Not a full path: " & python
    If LoadLibrary(ParentFolder(python) & "\" & XLPyDLLName) = 0 Then
        If LoadLibrary(ParentFolder(ParentFolder(python)) & "\" & XLPyDLLName) = 0 Then
            Err.Raise 1, Description:="Could not load " & XLPyDLLName & " from " & ParentFolder(python)
        End If
    End If
End Sub

Function ExpandEnvironmentStrings(ByVal s As String)
    ' Without the scripting host, which some offices switch off.
    Dim first As Long, last As Long, value As String
    first = InStr(s, "%")
    Do While first > 0
        last = InStr(first + 1, s, "%")
        If last = 0 Then Exit Do
        value = Environ(Mid$(s, first + 1, last - first - 1))
        s = Left$(s, first - 1) & value & Mid$(s, last + 1)
        first = InStr(first + Len(value), s, "%")
    Loop
    ExpandEnvironmentStrings = s
End Function
