"""Installing, examining, removing: everything in temporary folders, on any system."""

from __future__ import annotations

import locale
import sys
import tomllib
from pathlib import Path

import pytest

from addin import doctor, install_calc
from addin import install as installing
from addin import texts_install as texts
from addin.build.package import BUILT
from addin.doctor import Health, examine
from addin.install import INTERPRETER, Places, abbreviated, expanded, install, read_settings, uninstall, write_settings
from checks.cli import main
from checks.errors import UsageError


@pytest.fixture
def user(tmp_path) -> dict[str, str]:
    home = tmp_path / "用户"
    return {
        "USERPROFILE": str(home),
        "APPDATA": str(home / "AppData" / "Roaming"),
        "LOCALAPPDATA": str(home / "AppData" / "Local"),
    }


@pytest.fixture
def python(user) -> Path:
    """A Python with its windowless twin and xlwings' library, as on Windows."""
    folder = Path(user["LOCALAPPDATA"]) / "Programs" / "Python"
    folder.mkdir(parents=True)
    for name in ("python.exe", "pythonw.exe", f"xlwings64-{doctor.XLWINGS}.dll"):
        (folder / name).write_bytes(b"")
    return folder / "python.exe"


@pytest.fixture
def bundle(tmp_path) -> Path:
    folder = tmp_path / "解压的安装包"
    (folder / "python").mkdir(parents=True)
    (folder / "python" / "pythonw.exe").write_bytes(b"new")
    (folder / "app").mkdir()
    (folder / "app" / "checks.py").write_bytes(b"new")
    return folder


def files_under(user: dict[str, str]) -> set[str]:
    home = Path(user["USERPROFILE"])
    return {path.relative_to(home).as_posix() for path in home.rglob("*") if path.is_file()}


def bad(lines: list[doctor.Examined]) -> list[str]:
    return [line.text for line in lines if line.health is Health.BAD]


def test_it_goes_where_excel_looks_and_nowhere_else(user, python) -> None:
    before = files_under(user)
    said = install(Places.of(user), user, python)
    assert files_under(user) - before == {"AppData/Roaming/Microsoft/Excel/XLSTART/gouji.xlam", ".gouji/gouji.conf"}
    places = Places.of(user)
    assert places.addin.read_bytes() == BUILT.read_bytes()
    assert expanded(read_settings(places.settings)[INTERPRETER], user) == python.with_name("pythonw.exe")
    assert said[-1] == texts.NOW_OPEN_EXCEL


def test_the_name_of_the_user_does_not_stand_in_the_settings(user, python) -> None:
    """It may have characters that VBA could not read."""
    install(Places.of(user), user, python)
    assert Places.of(user).settings.read_bytes().isascii()
    assert abbreviated(Path(user["USERPROFILE"]) / "x", user) == str(Path("%USERPROFILE%") / "x")
    assert abbreviated(Path("elsewhere"), user) == "elsewhere"


def test_installing_again_keeps_what_the_user_has_set(user, python) -> None:
    install(Places.of(user), user, python)
    settings = Places.of(user).settings
    write_settings(settings, {"KEY NEXT": "off"})
    install(Places.of(user), user, python)
    assert read_settings(settings)["KEY NEXT"] == "off"


def test_settings_are_written_as_vba_reads_them(tmp_path) -> None:
    """``Input #`` takes two quoted fields a line."""
    write_settings(tmp_path / "x.conf", {INTERPRETER: r"C:\a, b\pythonw.exe", "KEY NEXT": ""})
    expected = '"INTERPRETER_WIN","C:\\a, b\\pythonw.exe"\r\n"KEY NEXT",""\r\n'
    assert (tmp_path / "x.conf").read_bytes() == expected.encode()


def test_a_path_that_vba_cannot_read_is_refused(tmp_path, monkeypatch) -> None:
    monkeypatch.setattr(locale, "getencoding", lambda: "cp1252")
    with pytest.raises(UsageError, match="编码"):
        write_settings(tmp_path / "x.conf", {INTERPRETER: "C:\\程序\\pythonw.exe"})


def test_removing_leaves_nothing(user, python, bundle) -> None:
    before = files_under(user)
    install(Places.of(user), user, python, bundle)
    said = uninstall(Places.of(user))
    assert files_under(user) == before
    assert not Places.of(user).settings.parent.exists()
    assert not Places.of(user).home.exists()
    assert "gouji.xlam" in said[0]
    assert uninstall(Places.of(user)) == [texts.NOTHING_INSTALLED]


def test_a_bundle_brings_its_own_python_and_replaces_an_older_one(user, python, bundle) -> None:
    home = Places.of(user).home
    (home / "app").mkdir(parents=True)
    (home / "app" / "gone.py").write_bytes(b"old")
    (home / "Cache").mkdir()
    install(Places.of(user), user, python, bundle)
    assert {path.relative_to(home).as_posix() for path in home.rglob("*")} == {
        "Cache",
        "app",
        "app/checks.py",
        "python",
        "python/pythonw.exe",
    }
    assert expanded(read_settings(Places.of(user).settings)[INTERPRETER], user) == home / "python" / "pythonw.exe"


def test_a_folder_that_is_no_bundle_is_refused(user, python, tmp_path) -> None:
    (tmp_path / "python").mkdir()
    with pytest.raises(UsageError, match="解压"):
        install(Places.of(user), user, python, tmp_path)


def test_while_excel_holds_it_nothing_is_changed(user, python, monkeypatch) -> None:
    install(Places.of(user), user, python)
    before = {name: (Path(user["USERPROFILE"]) / name).stat().st_mtime_ns for name in files_under(user)}

    def held(self, mode="r", *arguments, **named):
        """As Windows answers while another program has the file open."""
        if self.name == "gouji.xlam" and "+" in mode:
            raise PermissionError(13, "Permission denied", str(self))
        return opens(self, mode, *arguments, **named)

    opens = Path.open
    monkeypatch.setattr(Path, "open", held)
    with pytest.raises(UsageError, match="关闭全部 Excel"):
        install(Places.of(user), user, python)
    assert {name: (Path(user["USERPROFILE"]) / name).stat().st_mtime_ns for name in files_under(user)} == before


def test_on_a_system_without_excel_it_says_so(monkeypatch, capsys) -> None:
    monkeypatch.delenv("APPDATA", raising=False)
    monkeypatch.setattr(install_calc, "is_there", lambda: False)
    assert main(["addin", "install"]) == 2
    assert texts.NO_PROGRAM in capsys.readouterr().err
    assert any(line.text == texts.NO_EXCEL_HERE for line in examine({}, lambda _key, _name: None))


@pytest.fixture
def libreoffice(tmp_path, monkeypatch) -> Path:
    """LibreOffice's tool as far as we use it, in writing: the real one refuses to work for root."""
    tool = tmp_path / "bin" / "unopkg"
    tool.parent.mkdir()
    log = tmp_path / "said"
    tool.write_text(
        f"#!{sys.executable}\nimport sys, zipfile\n"
        "if sys.argv[1] == 'add':\n    assert 'META-INF/manifest.xml' in zipfile.ZipFile(sys.argv[-1]).namelist()\n"
        f"open({str(log)!r}, 'a').write(' '.join(sys.argv[1:3]) + '\\n')\n"
    )
    tool.chmod(0o755)
    monkeypatch.setenv("PATH", str(tool.parent))
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    monkeypatch.delenv("APPDATA", raising=False)
    return log


@pytest.mark.skipif(sys.platform == "win32", reason="Excel has a place there")
def test_where_there_is_no_excel_it_goes_into_libreoffice(libreoffice, capsys) -> None:
    assert main(["addin", "install"]) == 0
    folders = (Path.home() / ".gouji" / "calc.path").read_text("utf-8").splitlines()
    assert str(Path(__file__).parents[2]) in folders
    assert all(Path(folder).is_dir() for folder in folders)
    assert texts.CALC_THERE in [line.text for line in examine({}, lambda _key, _name: None)]
    assert main(["addin", "uninstall"]) == 0
    assert libreoffice.read_text().splitlines() == ["add --force", "remove org.gouji.calc"]
    assert list(Path.home().iterdir()) == []
    assert main(["addin", "uninstall"]) == 0
    assert texts.NOTHING_INSTALLED in capsys.readouterr().out


@pytest.mark.skipif(sys.platform == "win32", reason="Excel has a place there")
def test_what_libreoffice_refuses_is_said(libreoffice, capsys) -> None:
    tool = libreoffice.parent / "bin" / "unopkg"
    tool.write_text("#!/bin/sh\necho 'ERROR: locked' >&2\nexit 1\n")
    assert main(["addin", "install"]) == 2
    assert "ERROR: locked" in capsys.readouterr().err
    assert not (Path.home() / ".gouji").exists()


def test_the_doctor_finds_nothing_wrong_after_installing(user, python) -> None:
    install(Places.of(user), user, python)
    lines = list(examine(user, lambda key, _: r"C:\EXCEL.EXE" if "excel.exe" in key else None))
    assert bad(lines) == []
    assert any("EXCEL.EXE" in line.text for line in lines)


def test_its_report_survives_the_code_page_of_a_chinese_windows(user, python) -> None:
    """Redirected into a file it is written in GBK, which lacks the signs that other reports use."""
    install(Places.of(user), user, python)
    Places.of(user).addin.write_bytes(b"older")
    for line in examine(user):
        assert str(line).encode("gbk").decode("gbk") == str(line)


def test_the_doctor_names_each_thing_that_is_missing(user, python) -> None:
    places = Places.of(user)
    assert bad(list(examine(user))) == [
        texts.addin_missing(str(places.addin)),
        texts.settings_missing(str(places.settings)),
    ]
    install(Places.of(user), user, python)
    places.addin.write_bytes(b"older")
    Path(f"{places.addin}:Zone.Identifier").write_text("[ZoneTransfer]\nZoneId=3\n")
    (python.parent / "pythonw.exe").unlink()
    (python.parent / f"xlwings64-{doctor.XLWINGS}.dll").unlink()
    windowless = str(python.with_name("pythonw.exe"))
    assert bad(list(examine(user))) == [
        texts.addin_differs(str(places.addin)),
        texts.blocked(str(places.addin)),
        texts.interpreter(windowless, there=False),
        texts.library(f"xlwings64-{doctor.XLWINGS}.dll", str(python.parent), there=False),
    ]


def test_the_doctor_knows_the_settings_that_stop_macros(user, python) -> None:
    install(Places.of(user), user, python)
    policies = {
        (r"Software\Policies\Microsoft\Office\16.0\Excel\Security", "VBAWarnings"): 4,
        (r"Software\Microsoft\Office\16.0\Excel\Security\Trusted Locations", "AllLocationsDisabled"): 1,
        (r"Software\Microsoft\Office\15.0\Excel\Security", "RequireAddinSig"): 1,
        (r"Software\Microsoft\Windows\CurrentVersion\App Paths\et.exe", ""): r"C:\wps\et.exe",
    }
    lines = list(examine(user, lambda key, name: policies.get((key, name))))
    assert bad(lines) == [texts.LOCATIONS_OFF, texts.SIGNATURE_ASKED]
    assert any(line.text == texts.ONLY_WPS for line in lines)


_SECURITY = r"Software\Microsoft\Office\16.0\Excel\Security"


@pytest.mark.parametrize(
    ("values", "wrong"),
    [
        ({(_SECURITY, "VBAWarnings"): 4}, []),
        (
            {(_SECURITY, "VBAWarnings"): 4, (rf"{_SECURITY}\Trusted Locations", "AllLocationsDisabled"): 1},
            [texts.macros_off(trusted=False), texts.LOCATIONS_OFF],
        ),
        ({(_SECURITY, "DisableAllAddins"): 1}, [texts.ADDINS_OFF]),
        (
            {(doctor._APP_PATHS + r"\excel.exe", ""): r"C:\Program Files\WindowsApps\Office\EXCEL.EXE"},
            [texts.STORE_EXCEL],
        ),
    ],
)
def test_what_stops_the_add_in_and_what_does_not(user, python, values, wrong) -> None:
    """A trusted location runs although all macros are disabled."""
    install(Places.of(user), user, python)
    assert bad(list(examine(user, lambda key, name: values.get((key, name))))) == wrong


def test_stray_lines_of_the_settings_are_passed_over_and_marked(user, python) -> None:
    install(Places.of(user), user, python)
    settings = Places.of(user).settings
    settings.write_bytes(b"my settings\r\n" + settings.read_bytes() + b'\r\n"KEY NEXT"\r\n')
    assert bad(list(examine(user))) == [texts.stray_lines(str(settings), [1, 4])]


@pytest.mark.parametrize(("page", "name"), [("gbk", "李𠮷"), ("cp1252", "张三")])
def test_a_user_whose_name_vba_cannot_read_is_told(user, python, monkeypatch, page, name) -> None:
    monkeypatch.setattr(locale, "getencoding", lambda: page)
    home = Path(user["USERPROFILE"]).with_name(name)
    Path(user["USERPROFILE"]).rename(home)
    user = {key: value.replace("用户", name) for key, value in user.items()}
    python = Path(str(python).replace("用户", name))
    install(Places.of(user), user, python)
    assert bad(list(examine(user))) == [texts.odd_path(str(python.with_name("pythonw.exe")))]


def test_a_python_from_the_store_is_refused_and_named(user, python, monkeypatch) -> None:
    store = python.parent / "WindowsApps" / "python.exe"
    with pytest.raises(UsageError, match="微软商店"):
        install(Places.of(user), user, store)
    monkeypatch.setattr(sys, "executable", str(store))
    assert texts.STORE_PYTHON in bad(list(examine(user)))


def test_a_library_that_pip_put_elsewhere_is_brought_beside_python(user, python, tmp_path, monkeypatch) -> None:
    """``pip install --user`` puts it into the user's own folder, where the add-in does not look."""
    library = python.with_name(f"xlwings64-{doctor.XLWINGS}.dll")
    elsewhere = tmp_path / library.name
    elsewhere.write_bytes(b"dll")
    library.unlink()
    monkeypatch.setattr(installing, "_libraries", lambda: [elsewhere])
    assert texts.library_copied(str(library)) in install(Places.of(user), user, python)
    assert library.read_bytes() == b"dll"
    assert bad(list(examine(user))) == []


def test_what_pywin32_remembers_of_excel_is_named(user, python) -> None:
    install(Places.of(user), user, python)
    folder = Path(user["LOCALAPPDATA"]) / "Temp" / "gen_py"
    folder.mkdir(parents=True)
    lines = list(examine(user | {"TEMP": str(folder.parent)}))
    assert texts.gen_py(str(folder)) in [line.text for line in lines]
    assert bad(lines) == []


def test_the_doctor_sees_a_library_that_is_missing_broken_or_of_another_release(monkeypatch) -> None:
    def version(name: str) -> str:
        if name == "platformdirs":
            raise doctor.metadata.PackageNotFoundError(name)
        return "0.36.0"

    def load(name: str) -> None:
        if name == "xlrd":
            raise ImportError("DLL load failed")

    monkeypatch.setattr(doctor.metadata, "version", version)
    monkeypatch.setattr(doctor, "import_module", load)
    wrong = bad(list(examine({}, lambda _key, _name: None)))
    assert wrong == [
        texts.package_missing("platformdirs", "platformdirs"),
        texts.package_broken("xlrd", "0.36.0", "DLL load failed"),
        texts.package_differs("xlwings", "0.36.0", doctor.XLWINGS),
    ]


def test_the_pinned_release_is_the_one_whose_vba_is_built_in() -> None:
    from addin.build.runtime import original  # noqa: PLC0415

    assert f"xlwings64-{doctor.XLWINGS}.dll" in original()
    project = tomllib.loads((Path(__file__).parents[2] / "pyproject.toml").read_text("utf-8"))["project"]
    assert project["optional-dependencies"]["excel"] == [f"xlwings=={doctor.XLWINGS}"]


def test_the_command_says_what_building_needs(monkeypatch, capsys) -> None:
    monkeypatch.setitem(sys.modules, "pyopenvba", None)
    assert main(["addin", "build", "-o", "never.xlam"]) == 2
    assert "pyOpenVBA==6.5.0" in capsys.readouterr().err
    assert not Path("never.xlam").exists()
    extras = tomllib.loads((Path(__file__).parents[2] / "pyproject.toml").read_text("utf-8"))["project"]
    assert " ".join(extras["optional-dependencies"]["addin-build"]) == "xlwings==0.37.8 pyOpenVBA==6.5.0"


def test_the_command_installs_examines_and_removes(user, python, monkeypatch, capsys) -> None:
    for name, value in user.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr(sys, "executable", str(python))
    assert main(["addin", "install"]) == 0
    assert texts.NOW_OPEN_EXCEL in capsys.readouterr().out
    assert main(["addin", "doctor"]) == 0
    assert capsys.readouterr().out.endswith(f"{texts.diagnosis(0)}\n")
    assert main(["addin", "uninstall"]) == 0
    assert main(["addin", "doctor"]) == 1
    assert "× 加载项不在" in capsys.readouterr().out
