"""What installs the add-in on a PC that has nothing: a command for Windows, a script for Linux.

Both put a folder into WPS' own and one line onto the list that all add-ins share, as ``install`` does.
"""

from __future__ import annotations

from addin import texts_wps as texts
from addin.texts_install import UNZIP_FIRST
from addin.wps.publish import NAME, entry, folder_name
from checks import __version__

_POWERSHELL = (
    "$ErrorActionPreference='Stop';$d=Join-Path $env:APPDATA 'kingsoft\\wps\\jsaddons';"
    "$p=Join-Path $d 'publish.xml';New-Item -ItemType Directory -Force $d|Out-Null;"
    "$x=New-Object Xml.XmlDocument;$x.PreserveWhitespace=$true;"
    "if(Test-Path $p){{$x.Load($p)}}else{{$x.LoadXml('<jsplugins></jsplugins>')}};"
    "$r=$x.DocumentElement;if($r.Name -ne 'jsplugins'){{throw $p}};"
    "@($r.ChildNodes|Where-Object{{$_.NodeType -eq 'Element' -and $_.GetAttribute('name') -eq '{name}'}})|"
    "ForEach-Object{{[void]$r.RemoveChild($_)}};{more}$x.Save($p);"
)
_ADD = (
    "$e=$x.CreateElement('jsplugin');"
    "foreach($a in @('name','{name}'),@('type','et'),@('url','{folder}'),@('version','{version}'),"
    "@('enable','enable_dev'),@('install','null'),@('customDomain','')){{$e.SetAttribute($a[0],$a[1])}};"
    "[void]$r.AppendChild($e);"
)
_CMD = (
    "@echo off\r\nsetlocal\r\n"
    f'if not exist "%~dp0{{folder}}\\index.html" (echo {UNZIP_FIRST}& pause & exit /b 1)\r\n'
    'set "TO=%APPDATA%\\kingsoft\\wps\\jsaddons"\r\n{steps}'
    f"if errorlevel 1 (echo {texts.SCRIPT_FAILED}) else (echo {{done}})\r\n"
    'if not "%1"=="/q" pause\r\n'
)


def scripts() -> dict[str, bytes]:
    """Return the four scripts by their names; the Windows ones in the code page of a Chinese Windows."""
    folder, names = folder_name(__version__), {"name": NAME, "folder": folder_name(__version__), "version": __version__}
    add = _POWERSHELL.format(more=_ADD.format(**names), **names)
    take = _POWERSHELL.format(more="", **names)
    copy = (
        f'if exist "%TO%\\{folder}" rmdir /s /q "%TO%\\{folder}"\r\n'
        f'xcopy /e /i /q /y "%~dp0{folder}" "%TO%\\{folder}" >nul && powershell -NoProfile -Command "{add}"\r\n'
    )
    drop = f'powershell -NoProfile -Command "{take}" && if exist "%TO%\\{folder}" rmdir /s /q "%TO%\\{folder}"\r\n'
    return {
        "安装.cmd": _CMD.format(folder=folder, steps=copy, done=texts.SCRIPT_DONE).encode("gb18030"),
        "卸载.cmd": _CMD.format(folder=folder, steps=drop, done=texts.SCRIPT_GONE).encode("gb18030"),
        "安装.sh": _shell(add=True).encode(),
        "卸载.sh": _shell(add=False).encode(),
    }


def _shell(*, add: bool) -> str:
    folder = folder_name(__version__)
    copy = f'rm -rf "$to/{folder}"\n' + (f'cp -R "$here/{folder}" "$to/{folder}"\n' if add else "")
    empty = '<?xml version="1.0" encoding="UTF-8"?>\\n<jsplugins>\\n</jsplugins>\\n'
    begin = f'[ -s "$list" ] || printf \'{empty}\' > "$list"\n' if add else '[ -s "$list" ] || exit 0\n'
    insert = f" -e 's#</jsplugins>#  {entry(__version__)}\\n</jsplugins>#'" if add else ""
    return (
        "#!/bin/sh\nset -e\n"
        'here=$(cd "$(dirname "$0")" && pwd)\n'
        'to="${XDG_DATA_HOME:-$HOME/.local/share}/Kingsoft/wps/jsaddons"\nlist="$to/publish.xml"\n'
        f'mkdir -p "$to"\n{begin}'
        f'grep -q \'</jsplugins>\' "$list" || {{ echo "{texts.NOT_A_LIST}"; exit 1; }}\n'
        f"{copy}"
        f'sed -e \'s#[ \t]*<jsplugin[^>]*name="{NAME}"[^>]*/>##g\' -e \'/^[ \t\r]*$/d\'{insert} "$list" > "$list.new"\n'
        f'mv "$list.new" "$list"\necho "{texts.SCRIPT_DONE if add else texts.SCRIPT_GONE}"\n'
    )
