Attribute VB_Name = "GjRibbon"
Option Explicit
Option Private Module
' What a person presses: the buttons of the ribbon, and two shortcuts.
' ASCII only. VBA source is stored in a code page that the next computer may not have,
' so every Chinese sentence stands in a cell of this add-in's own sheet.

Private isRunning As Boolean
Private isDescribed As Boolean

Public Sub GjRun(control As IRibbonControl)
    GjClick control.tag
End Sub

Public Sub GjShortcutCheck()
    GjClick "check"
End Sub

Public Sub GjShortcutNext()
    GjClick "next_finding"
End Sub

Public Sub GjClick(ByVal tag As String)
    Dim reason As String, found As Boolean
    If Not GjIsTag(tag) Then Exit Sub
    On Error GoTo failed
    GjFindPython found
    If Not found Then
        GjSay GjSetting("TEXT NO PYTHON")
        Exit Sub
    End If
    If ActiveWorkbook Is Nothing Then
        If GjIsProtectedView() Then
            GjSay GjSetting("TEXT PROTECTED VIEW")
        Else
            GjSay GjSetting("TEXT NO WORKBOOK")
        End If
        Exit Sub
    End If
    If Not isDescribed Then GjDescribe
    If Not isRunning Then
        Application.StatusBar = GjSetting("TEXT STARTING")
        XLPy.Module "addin.entry"
        Application.StatusBar = False
        isRunning = True
    End If
    RunPython "import addin.entry; addin.entry.click('" & tag & "')"
    Exit Sub
failed:
    ' First of all: any procedure called from here may clear Err.
    reason = Right$(Err.Description, 600)
    If Not isRunning Then Application.StatusBar = False
    GjSay GjSetting("TEXT FAILED") & vbCrLf & vbCrLf & reason
End Sub

' A tag becomes part of a Python command, so nothing but a name may pass.
Private Function GjIsTag(ByVal tag As String) As Boolean
    Dim i As Long
    For i = 1 To Len(tag)
        If Not Mid$(tag, i, 1) Like "[a-z_]" Then Exit Function
    Next i
    GjIsTag = Len(tag) > 0
End Function

' A workbook that Excel shows in Protected View is in none of the lists of open workbooks.
Private Function GjIsProtectedView() As Boolean
    ' Excel 2007 does not know the word.
    On Error Resume Next
    GjIsProtectedView = Application.ProtectedViewWindows.Count > 0
End Function

' Excel must start and close whatever is wrong with the settings.
Public Sub GjStart()
    On Error Resume Next
    GjBind "KEY CHECK", "GjShortcutCheck"
    GjBind "KEY NEXT", "GjShortcutNext"
    GjDescribe
End Sub

Public Sub GjStop()
    On Error Resume Next
    GjBind "KEY CHECK", ""
    GjBind "KEY NEXT", ""
End Sub

Private Sub GjBind(ByVal setting As String, ByVal macro As String)
    Dim key As String
    ' A key that Excel does not know must not keep the add-in from starting.
    On Error Resume Next
    GjReadConfig setting, key
    If key = "" Or LCase$(key) = "off" Then Exit Sub
    If macro = "" Then
        Application.OnKey key
    Else
        Application.OnKey key, "'" & ThisWorkbook.Name & "'!" & macro
    End If
End Sub

' Gives the functions their help in the function wizard, from the rows that begin with HELP.
Private Sub GjDescribe()
    Dim row As Long, count As Long
    Dim arguments() As String
    ' Excel refuses (1004) while no workbook is open; the first click tries again.
    On Error GoTo later
    With ThisWorkbook.Worksheets(1)
        row = 1
        Do While .Cells(row, 1).Value <> ""
            If Left$(.Cells(row, 1).Value, 5) = "HELP " Then
                count = 0
                Do While .Cells(row, 4 + count).Value <> ""
                    count = count + 1
                    ReDim Preserve arguments(1 To count)
                    arguments(count) = .Cells(row, 3 + count).Value
                Loop
                If count > 0 Then
                    Application.MacroOptions Macro:="'" & ThisWorkbook.Name & "'!" & Mid$(.Cells(row, 1).Value, 6), _
                        Description:=.Cells(row, 2).Value, Category:=.Cells(row, 3).Value, _
                        ArgumentDescriptions:=arguments
                Else
                    Application.MacroOptions Macro:="'" & ThisWorkbook.Name & "'!" & Mid$(.Cells(row, 1).Value, 6), _
                        Description:=.Cells(row, 2).Value, Category:=.Cells(row, 3).Value
                End If
            End If
            row = row + 1
        Loop
    End With
    isDescribed = True
later:
End Sub

Private Sub GjSay(ByVal text As String)
    MsgBox text, vbExclamation, GjSetting("TEXT TITLE")
End Sub
