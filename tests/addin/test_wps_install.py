"""The add-in for WPS: its folder, the list that all add-ins share, what WPS has written down, the scripts."""

from __future__ import annotations

import json
import re
import subprocess
import zipfile
from io import BytesIO
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from addin import texts_wps as texts
from addin.buttons import BUTTONS
from addin.commands import COMMANDS
from addin.doctor import Health, examine
from addin.wps import folder, install, publish, scripts, trust
from checks import __version__
from checks.cli import main
from checks.errors import UsageError
from page.pyodide import Runtime

NAME = f"gouji_{__version__}"
OTHER = '<jsplugin name="别的" type="et,wps" url="别的_1.0" version="1.0" enable="enable" install="null"/>'
LISTS = {
    "none": None,
    "blank": "\n",
    "empty": '<?xml version="1.0" encoding="UTF-8"?>\n<jsplugins/>\n',
    "one": f'<?xml version="1.0" encoding="UTF-8"?>\n<jsplugins>\n  {OTHER}\n</jsplugins>\n',
    "windows": f'\ufeff<?xml version="1.0"?>\r\n<jsplugins>\r\n  {OTHER}\r\n</jsplugins>\r\n',
    "one line": f'<jsplugins>{OTHER}<jsplugin name="gouji" url="gouji_0.0.1" version="0.0.1"/></jsplugins>',
    "older": f'<jsplugins>\n  <jsplugin url="gouji_1" name="gouji" version="1"></jsplugin>\n  {OTHER}\n</jsplugins>',
    "online": f'<jsplugins>\n  {OTHER}\n  <jspluginonline name="gouji" type="et" url="http://x/"/>\n</jsplugins>',
    "twice": '<jsplugins>\n<jsplugin name="gouji"/>\n<jsplugin name="gouji" version="9"/>\n</jsplugins>',
    "alike": '<jsplugins>\n<jsplugin name="gouji2" url="gouji2_1"/>\n<jsplugin nick="gouji" name="x"/>\n</jsplugins>',
    "comment": f'<jsplugins>\n  <!-- <jsplugin name="gouji" version="7"/> -->\n  {OTHER}\n</jsplugins>',
}


def elements(text: str) -> list[dict[str, str]]:
    return [dict(one.attrib) for one in ET.fromstring(text.removeprefix("\ufeff").encode())]


@pytest.mark.parametrize("name", LISTS)
def test_one_line_is_put_on_the_list_and_taken_off_and_the_others_stay(name: str) -> None:
    before = LISTS[name]
    others = [one for one in elements(before) if one.get("name") != "gouji"] if before and before.strip() else []
    merged = publish.with_ours(before, "1.2.3", "refused")
    ours = [one for one in elements(merged) if one.get("name") == "gouji"]
    assert [(one["type"], one["url"], one["version"], one["enable"]) for one in ours] == [
        ("et", "gouji_1.2.3", "1.2.3", "enable_dev")
    ]
    assert [one for one in elements(merged) if one.get("name") != "gouji"] == others
    assert OTHER in merged or OTHER not in (before or "")
    assert ("\r\n" in merged) == ("\r\n" in (before or ""))
    assert publish.with_ours(merged, "1.2.3", "refused") == merged
    left = publish.without_ours(merged, "refused")
    assert elements(left) == others
    if name in ("one", "windows", "alike", "comment"):
        assert left == before


@pytest.mark.parametrize(
    "text",
    [
        "<jsplugins>",
        "no xml",
        "<other/>",
        '<!DOCTYPE x [<!ENTITY a "b">]><jsplugins></jsplugins>',
        "<jsplugins><jsplugin name='gouji'>x</jsplugin></jsplugins>",
    ],
)
def test_what_is_no_list_is_left_alone(text: str, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="refused"):
        publish.with_ours(text, "1.2.3", "refused")
    (tmp_path / "publish.xml").write_text(text, "utf-8")
    with pytest.raises(UsageError, match="没有改动"):
        install.install(tmp_path, PARTS)
    assert (tmp_path / "publish.xml").read_text("utf-8") == text
    assert [path.name for path in tmp_path.iterdir()] == ["publish.xml"]


@pytest.fixture(scope="module")
def parts() -> dict[str, bytes]:
    """The whole, with a runtime that is none: what stands in it is the browser test's business."""
    return folder.whole(Runtime("loader", "glue", b"wasm", empty_zip(), "{}"))


def empty_zip() -> bytes:
    buffer = BytesIO()
    zipfile.ZipFile(buffer, "w").close()
    return buffer.getvalue()


PARTS = {f"{NAME}/{name}": b"x" for name in ("index.html", "port.js", "start.js", "ribbon.xml")} | {
    f"{NAME}/run/{name}.js": b"x" for name in ("pyodide.asm.wasm", "gouji.zip")
}


@pytest.mark.slow
def test_the_folder_holds_all_that_it_asks_for(parts: dict[str, bytes]) -> None:
    inside = {path.removeprefix(f"{NAME}/"): data for path, data in parts.items() if path.startswith(NAME)}
    asked = re.findall(r'src="([^"]+)"', inside["index.html"].decode())
    start = inside["start.js"].decode()
    named = re.search(r"ASSETS = \[([^\]]+)\]", start)
    assert named
    asked += [f"run/{name}.js" for name in json.loads(f"[{named[1]}]")] + re.findall(r'"(run/[^"]+\.js)"', start)
    assert set(asked) <= inside.keys()
    assert len(asked) >= 9
    ribbon = ET.fromstring(inside["ribbon.xml"])
    buttons = [one for one in ribbon.iter() if one.tag.endswith("}button")]
    assert [one.get("tag") for one in buttons] == [one.tag for one in BUTTONS if one.tag not in folder.WITHOUT]
    assert all(one.get("id") == f"gj_{one.get('tag')}" and one.get("tag") in COMMANDS for one in buttons)
    callbacks = {ribbon.get("onLoad"), *(one.get(key) for one in buttons for key in ("onAction", "getImage"))}
    assert callbacks == set(re.findall(r"^function (\w+)\(", start, re.MULTILINE))
    assert all(ET.fromstring(inside[f"icons/{one.get('tag')}.svg"]) is not None for one in buttons)
    assert "startFromScratch" in inside["ribbon.xml"].decode()
    assert "imageMso" not in inside["ribbon.xml"].decode()
    assert set(json.loads(inside["texts.js"].decode().partition("= ")[2].rstrip(";\n"))) >= set(
        re.findall(r"GoujiTexts\.(\w+)", start)
    )
    assert b"MPL-2.0" in inside["licences.txt"]
    assert "Redistribution" in inside["licences.txt"].decode("utf-8-sig")
    assert parts == folder.whole(Runtime("loader", "glue", b"wasm", empty_zip(), "{}")), "the same bytes again"


def test_it_is_installed_found_and_taken_away(tmp_path: Path) -> None:
    home = install.jsaddons({"XDG_DATA_HOME": str(tmp_path)}, tmp_path, "linux")
    assert home is not None
    assert not install.is_there(home) or install.shutil.which("et")
    (home / "gouji_0.0.1").mkdir(parents=True)
    (home / "别的_1.0").mkdir()
    (home / "publish.xml").write_text(str(LISTS["older"]), "utf-8")
    assert install.is_there(home)
    said = install.install(home, PARTS)
    assert said[-1] == texts.NOW_OPEN_WPS
    assert sorted(path.name for path in home.iterdir()) == sorted([NAME, "publish.xml", "别的_1.0"])
    assert install.install(home, PARTS) == said
    assert OTHER in (home / "publish.xml").read_text("utf-8")
    assert [good for good, _ in trust.state(home)] == [True, None]
    assert install.uninstall(home) == [texts.REMOVED]
    assert sorted(path.name for path in home.iterdir()) == ["publish.xml", "别的_1.0"]
    assert install.uninstall(home) == []


def test_the_places_are_those_that_wps_looks_into(tmp_path: Path) -> None:
    assert install.jsaddons({"APPDATA": "C:/a"}, tmp_path, "win32") == Path("C:/a/kingsoft/wps/jsaddons")
    assert install.jsaddons({}, tmp_path, "linux") == tmp_path / ".local/share/Kingsoft/wps/jsaddons"
    assert install.jsaddons({}, tmp_path, "darwin") is None


@pytest.mark.parametrize("kind", ["zip", "folder"])
def test_a_ready_made_one_is_taken(tmp_path: Path, kind: str) -> None:
    path = tmp_path / "made"
    if kind == "zip":
        with zipfile.ZipFile(path, "w") as archive:
            for name, data in {**PARTS, "publish.xml": b"", "../x": b""}.items():
                archive.writestr(name, data)
    else:
        install.write(path, PARTS)
    assert {name: data for name, data in install.from_file(path).items() if name != "publish.xml"} == PARTS


@pytest.mark.parametrize("data", [b"", b"PK", empty_zip()])
def test_anything_else_is_refused(tmp_path: Path, data: bytes) -> None:
    (tmp_path / "x.zip").write_bytes(data)
    for path in (tmp_path / "x.zip", tmp_path, tmp_path / "none"):
        with pytest.raises(UsageError, match="没有勾稽的 WPS 加载项"):
            install.from_file(path)


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ({}, texts.NOT_ASKED_YET),
        ({"et": {"gouji": {"enable": True, "isload": True}}}, texts.LOADED),
        ({"et": [{"name": "gouji", "enable": True, "isload": True}]}, texts.LOADED),
        ({"et": {"5f3a": {"enable": True, "isload": False, "path": f"C:\\jsaddons\\{NAME}\\"}}}, "上次没有加载"),
        ({"et": {"5f3a": {"enable": False, "isload": False, "name": "gouji"}}}, "没有启用"),
        ({"et": {"x": {"enable": False, "isload": False, "name": "gouji2"}}}, texts.NOT_ASKED_YET),
        ("[", texts.NOT_ASKED_YET),
    ],
)
def test_what_wps_has_written_down_is_said_in_a_sentence(tmp_path: Path, said: object, expected: str) -> None:
    install.install(tmp_path, PARTS)
    (tmp_path / install.TRUST).write_text(said if isinstance(said, str) else json.dumps(said), "utf-8")
    *_, (_, last) = trust.state(tmp_path)
    assert expected in last


def test_what_is_amiss_is_found(tmp_path: Path) -> None:
    assert [text for _, text in trust.state(tmp_path)] == [texts.missing(str(tmp_path / NAME))]
    install.install(tmp_path, PARTS)
    (tmp_path / NAME / "port.js").unlink()
    assert [text for _, text in trust.state(tmp_path)] == [texts.folder_missing(str(tmp_path / NAME))]
    install.install(tmp_path, PARTS)
    (tmp_path / "publish.xml").write_text("<jsplugins/>")
    assert [good for good, _ in trust.state(tmp_path)] == [False]
    (tmp_path / "publish.xml").write_text(publish.with_ours(None, "0.0.1", ""))
    assert "0.0.1 版" in next(iter(trust.state(tmp_path)))[1]


def test_the_doctor_looks_at_wps(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("addin.doctor.jsaddons", lambda *_: tmp_path / "wps" / "jsaddons")
    assert not any("WPS 加载项" in line.text for line in examine({}, lambda *_: None))
    install.install(tmp_path / "wps" / "jsaddons", PARTS)
    lines = [line for line in examine({}, lambda *_: None) if "WPS" in line.text]
    assert lines[0].health is Health.GOOD
    assert lines[1].text == texts.NOT_ASKED_YET


@pytest.mark.parametrize("name", [name for name in LISTS if name not in ("online", "older", "twice", "comment")])
def test_the_script_for_linux_does_the_same(tmp_path: Path, name: str) -> None:
    unpacked, data = tmp_path / "解压 的", tmp_path / "data home"
    install.write(unpacked, {**PARTS, **scripts.scripts()})
    home = data / "Kingsoft" / "wps" / "jsaddons"
    home.mkdir(parents=True)
    before = LISTS[name]
    if before is not None:
        (home / "publish.xml").write_bytes(before.encode())
    environment = {"XDG_DATA_HOME": str(data), "PATH": "/usr/bin:/bin", "HOME": str(tmp_path)}
    if name in ("empty", "blank"):  # the script does not take such a list apart: it says so, and changes nothing
        done = subprocess.run(["sh", str(unpacked / "安装.sh")], check=False, env=environment, capture_output=True)
        assert (done.returncode, done.stdout.decode().strip()) == (1, texts.NOT_A_LIST)
        assert (home / "publish.xml").read_text("utf-8") == before
        return
    for _ in range(2):
        subprocess.run(["sh", str(unpacked / "安装.sh")], check=True, env=environment, capture_output=True)
    listed = (home / "publish.xml").read_text("utf-8")
    assert publish.registered(listed) == __version__
    others = [one for one in elements(before) if one.get("name") != "gouji"] if before else []
    assert [one for one in elements(listed) if one.get("name") != "gouji"] == others
    assert len(elements(listed)) == len(others) + 1
    assert (home / NAME / "index.html").exists()
    subprocess.run(["sh", str(unpacked / "卸载.sh")], check=True, env=environment, capture_output=True)
    assert elements((home / "publish.xml").read_text("utf-8")) == others
    assert not (home / NAME).exists()


def test_the_commands_for_windows_are_in_its_code_page() -> None:
    for name, data in scripts.scripts().items():
        if name.endswith(".cmd"):
            text = data.decode("gbk")
            assert text.count('"') % 2 == 0
            assert "\n" not in text.replace("\r\n", "")
            assert "{" not in re.sub(r'-Command "[^"]*"', "", text)
            command = re.search(r'-Command "([^"]*)"', text)
            assert command
            assert command[1].count("{") == command[1].count("}") > 0
            assert all(len(line) < 8000 for line in text.splitlines())


def test_the_command_makes_a_folder_or_a_zip_and_installs(tmp_path: Path, monkeypatch, capsys) -> None:
    monkeypatch.setattr("addin.wps.folder.whole", lambda _: {**PARTS, "publish.xml": b"x", "a.txt": b"a"})
    monkeypatch.setattr("page.pyodide.runtime", lambda _=None: None)

    def run(*words: str) -> int:
        return main(["addin", *words])

    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "publish.xml").write_text(str(LISTS["one"]), "utf-8")
    assert run("bundle", "--wps", "-o", str(tmp_path / "out")) == 0
    assert OTHER in (tmp_path / "out" / "publish.xml").read_text("utf-8")
    assert (tmp_path / "out" / NAME / "index.html").exists()
    assert run("bundle", "--wps", "-o", str(tmp_path / "x.zip")) == 0
    monkeypatch.setattr("addin.wps.install.jsaddons", lambda *_: tmp_path / "wps" / "jsaddons")
    monkeypatch.setattr("addin.install_calc.is_there", lambda: False)
    monkeypatch.setattr("addin.install_calc.uninstall", lambda _: ["没有安装过加载项，没有什么需要卸载。"])
    monkeypatch.setattr("addin.install.Places.of", lambda _: None)
    assert run("install", "--wps", str(tmp_path / "x.zip")) == 0
    assert (tmp_path / "wps" / "jsaddons" / NAME / "run" / "gouji.zip.js").exists()
    assert run("uninstall") == 0
    assert capsys.readouterr().out.splitlines()[-1] == texts.REMOVED
