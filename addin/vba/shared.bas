' These go into each module that calls them, and are private there: what is public in one module for the sake of another
' can be called from a cell of any workbook that somebody has sent.

' Reads the sheet of this add-in: a key in column A, its value in column B. No other workbook is ever asked.
Private Function GjSetting(ByVal key As String) As String
    Dim row As Long
    With ThisWorkbook.Worksheets(1)
        row = 1
        Do While .Cells(row, 1).Value <> ""
            If UCase$(.Cells(row, 1).Value) = UCase$(key) Then
                GjSetting = .Cells(row, 2).Value
                Exit Function
            End If
            row = row + 1
        Loop
    End With
End Function

' What a cell shows whose function could not be computed at all: of Python's whole story the last line.
Private Function GjFailure(ByVal description As String) As String
    If InStr(description, "Traceback") > 0 Then
        Do While Right$(description, 1) = vbLf Or Right$(description, 1) = vbCr
            description = Left$(description, Len(description) - 1)
        Loop
        GjFailure = GjSetting("TEXT BAD FUNCTION") & Mid$(description, InStrRev(description, vbLf) + 1)
    Else
        GjFailure = GjSetting("TEXT NO FUNCTION")
    End If
End Function
