' These stand in the place of xlwings' procedures of the same name when the add-in is built.
' A workbook from outside must not be able to choose the interpreter, a module or a DLL, be it by a sheet,
' by a file beside it, by its name, or by the folder that it lies in.

' No function of this module can be called from a cell: the build makes all of them private. What other modules need
' is a Sub or a Property, which no cell can call.

Public Property Get XLPy() As Variant
    Dim server As Variant
    XLPyLoadDLL
    If 0 <> XLPyDLLActivateAuto(server, XLPyCommand, 1) Then Err.Raise 1000, Description:=server
    Set XLPy = server
End Property

Public Sub GjFindPython(ByRef found As Boolean)
    found = FileExists(GetConfig("INTERPRETER_WIN"))
End Sub

Public Sub GjReadConfig(ByVal key As String, ByRef value As String)
    value = GetConfig(key)
End Sub

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

Function GetConfigFromFile(sFile As String, sName As String, Optional sValue As String) As Boolean
    ' Line by line; a line that is no pair of fields is passed over. addin/install.py reads the file in the same way.
    Dim number As Integer, text As String, key As String, value As String
    If Not FileExists(sFile) Then Exit Function
    number = FreeFile
    On Error GoTo done
    Open sFile For Input As #number
    Do While Not EOF(number)
        Line Input #number, text
        If GjPair(text, key, value) Then
            If LCase$(key) = LCase$(sName) Then
                sValue = value
                GetConfigFromFile = True
                Exit Do
            End If
        End If
    Loop
done:
    On Error Resume Next
    Close #number
End Function

Function GjPair(ByVal text As String, ByRef key As String, ByRef value As String) As Boolean
    ' Two fields with a comma between them, each in quotation marks or without any.
    Dim first As Long
    first = InStr(text, Chr$(34))
    ' What Notepad puts before the first line of a file in UTF-8.
    If first > 1 And first <= 4 Then
        If AscW(text) > 127 Or AscW(text) < 0 Then text = Mid$(text, first)
    End If
    text = Trim$(text)
    If Not GjField(text, key) Then Exit Function
    If Left$(text, 1) <> "," Then Exit Function
    text = LTrim$(Mid$(text, 2))
    If Not GjField(text, value) Then Exit Function
    GjPair = (text = "")
End Function

Function GjField(ByRef text As String, ByRef field As String) As Boolean
    ' Takes a field from the beginning of a text, and the blanks behind it.
    Dim last As Long
    If Left$(text, 1) = Chr$(34) Then
        last = InStr(2, text, Chr$(34))
        If last = 0 Then Exit Function
        field = Mid$(text, 2, last - 2)
        text = LTrim$(Mid$(text, last + 1))
    Else
        last = InStr(text, ",")
        If last = 0 Then last = Len(text) + 1
        field = RTrim$(Left$(text, last - 1))
        If InStr(field, Chr$(34)) > 0 Then Exit Function
        text = Mid$(text, last)
    End If
    GjField = True
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
