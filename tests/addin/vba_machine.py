"""pyOpenVBA's interpreter as a stand-in for Excel: it runs the add-in's VBA, but reaches nothing outside of itself.

What the VBA asks of the machine (environment, files, the Python server) is therefore answered by ``Machine``.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from pyopenvba import ExcelFile
from pyopenvba.apps.excel import Application, ExcelApplication
from pyopenvba.interpreter import MISSING, NOTHING, member, method

from addin.build.runtime import procedures, without_mac

USER = r"C:\Users\clerk"
LOCAL = USER + r"\AppData\Local"

_SERVER = """
Public Log As String
Public Broken As Boolean
Public Function Module(ByVal name As String) As String
    If Broken Then Err.Raise 1000, Description:="Could not create Python process."
    Log = Log & "module " & name & ";"
    Module = name
End Function
Public Sub SetAttr(ByVal owner As String, ByVal name As String, book As Variant)
    Log = Log & name & "=" & book.Name & ";"
End Sub
Public Sub Exec(ByVal command As String)
    Log = Log & command
End Sub
"""


_COMMAND = """
Public Function TestCommand() As String
    TestCommand = XLPyCommand()
End Function
Public Function TestPair(ByVal text As String) As String
    Dim key As String, value As String
    If GjPair(text, key, value) Then TestPair = key & "=" & value
End Function
"""
"""Asks from inside of the module what is private there."""

_CONFIG = """
Public Function TestConfig(ByVal key As String) As String
    Dim value As String
    GjReadConfig key, value
    TestConfig = value
End Function
"""


class Desk(Application):
    """The members of Excel's Application that the add-in uses and the interpreter lacks."""

    @method
    def OnKey(self, Key, Procedure=MISSING):  # noqa: N802, N803  # Excel's names
        self.__dict__.setdefault("keys", {})[Key] = None if Procedure is MISSING else Procedure
        return NOTHING

    @member
    def ProtectedViewWindows(self):  # noqa: N802  # Excel's name
        return self

    @member
    def Count(self):  # noqa: N802  # of those windows, so that one class is enough
        return self.__dict__.get("protected_views", 0)

    @method
    def MacroOptions(self, Macro, Description, Category, ArgumentDescriptions=MISSING):  # noqa: N802, N803
        given = [] if ArgumentDescriptions is MISSING else list(ArgumentDescriptions.items)
        self.__dict__.setdefault("helps", {})[Macro] = (Description, Category, given)
        return NOTHING


@dataclass
class Machine:
    """What stands on the disk: files that exist, and settings by file; whether reading those fails."""

    files: set[str] = field(default_factory=set)
    settings: dict[str, dict[str, str]] = field(default_factory=dict)
    fails: bool = False

    def vba(self) -> str:
        exists = ", ".join(f'"{path}"' for path in sorted(self.files | self.settings.keys())) or '""'
        read = "".join(
            f'If path = "{path}" And UCase$(key) = "{key}" Then value = "{value}": GetConfigFromFile = True\n'
            for path, entries in self.settings.items()
            for key, value in entries.items()
        )
        return f"""
Public server As Object
Public Function XLPy() As Object
    If server Is Nothing Then Set server = New TestServer
    Set XLPy = server
End Function
Public Sub TestBreak()
    XLPy().Broken = True
End Sub
Public Function Environ(ByVal name As String) As String
    Select Case name
    Case "USERPROFILE": Environ = "{USER}"
    Case "LOCALAPPDATA": Environ = "{LOCAL}"
    End Select
End Function
Public Function FileExists(ByVal path As String) As Boolean
    Select Case path
    Case {exists}: FileExists = path <> ""
    End Select
End Function
Public Function GetConfigFromFile(path As String, key As String, Optional value As String) As Boolean
{'Err.Raise 62, Description:="Input past end of file"' if self.fails else ""}
{read}End Function
"""


def modules_of(xlam: Path) -> dict[str, str]:
    with ExcelFile(xlam) as file:
        return {name: source.replace("\r\n", "\n") for name, source in file.vba_modules().items()}


def opened(xlam: Path, machine: Machine, runtime: str | None = None) -> ExcelApplication:
    """The add-in loaded, module by module, since ``open`` stops without a word at one that it cannot read.

    Args:
        xlam: the built add-in.
        machine: stands in for the procedures that reach out of Excel.
        runtime: takes the place of the module xlwings.
    """
    app = ExcelApplication.open(xlam, with_vba=False)
    app.application.__class__ = Desk
    modules = modules_of(xlam)
    modules["xlwings"] = runtime or modules["xlwings"]
    answered = {"xlpy", "fileexists", "getconfigfromfile"} | ({"expandenvironmentstrings"} if runtime else set())
    for name, text in procedures(modules["xlwings"]).items():
        if name in answered:
            modules["xlwings"] = modules["xlwings"].replace(text, "")
    modules["xlwings"] += "" if runtime else _COMMAND
    for name, source in modules.items():
        app.add_module(source, name=name, kind="document" if name in ("ThisWorkbook", "Sheet1") else "standard")
    if runtime:  # theirs asks the scripting host, which is not there
        same = "Function ExpandEnvironmentStrings(ByVal s As String)\nExpandEnvironmentStrings = s\nEnd Function\n"
        app.add_module(same, name="TestScriptingHost")
    if not runtime:
        app.add_module(_CONFIG, name="TestConfigModule")
    app.add_module(machine.vba(), name="TestMachine")
    app.add_module(_SERVER, name="TestServer", kind="class")
    return app


def for_windows(runtime: str) -> str:
    """xlwings' own module as Excel for Windows compiles it; the interpreter cannot read the remark after ``#Const``."""
    head, _, rest = without_mac(runtime).partition("\n#Const App")
    return f'{head}\n#Const App = "Microsoft Excel"\n{rest.partition(chr(10))[2]}'
