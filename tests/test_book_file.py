"""The rule book that is shipped ready-made is the one that the data files give, and no other is taken for it."""

from __future__ import annotations

import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from checks import rulebook
from checks.rules.assemble import assemble
from checks.rules.book_file import as_text, from_text

ROOT = Path(__file__).parents[1]


def assembled() -> tuple[rulebook.Rulebook, str]:
    texts, digest = rulebook.data_files()
    return assemble({name: text.decode() for name, text in texts.items()}, digest), digest


def test_what_is_written_down_comes_back() -> None:
    book, digest = assembled()
    again = from_text(as_text(book), digest)
    assert again == book
    assert again is not None
    assert repr(again.every_rule()) == repr(book.every_rule())  # tuples are tuples, not lists
    assert "[" not in repr([form.tables for form in again.forms.values()])[1:]
    assert [hash(form.cells) for form in again.forms.values()] == [hash(form.cells) for form in book.forms.values()]
    assert as_text(again) == as_text(book)


def test_one_of_other_data_files_or_another_shape_is_not_taken() -> None:
    book, digest = assembled()
    assert from_text(as_text(book), "sha256:0") is None
    assert from_text(as_text(book).replace('"format":3', '"format":2'), digest) is None


def test_an_installation_starts_with_it_and_without_pydantic(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    book, digest = assembled()
    made = tmp_path / "checks" / "rules" / "book.json"
    made.parent.mkdir(parents=True)
    made.write_text(as_text(book), "utf-8")
    code = (
        f"import sys; from checks import rulebook; rulebook.SHIPPED = {str(made)!r}; "
        "book = rulebook.load(); print(book.digest, 'pydantic' in sys.modules, rulebook.cache_folder().exists())"
    )
    monkeypatch.setenv("GOUJI_CACHE", str(tmp_path / "cache"))
    said = subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=True, capture_output=True, text=True).stdout
    assert said.split() == [digest, "False", "False"]


@pytest.mark.slow
def test_the_wheel_has_it(tmp_path: Path) -> None:
    pytest.importorskip("hatchling")
    subprocess.run(
        [sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--no-build-isolation", "-w", tmp_path, ROOT],
        check=True,
    )
    book, digest = assembled()
    (wheel,) = tmp_path.glob("gouji-*.whl")
    with zipfile.ZipFile(wheel) as archive:
        assert from_text(archive.read("checks/rules/book.json"), digest) == book
    assert not (ROOT / "checks" / "rules" / "book.json").exists()


@pytest.mark.parametrize("text", ["", "{", "[]", "\x00", '{"format": 2, "digest": 1}'])
def test_a_shipped_one_that_was_cut_off_is_none(text: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "book.json").write_text(text)
    monkeypatch.setattr(rulebook, "SHIPPED", str(tmp_path / "book.json"))
    assert rulebook.load.__wrapped__().forms.keys() == rulebook.load().forms.keys()
