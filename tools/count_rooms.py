"""How large the house is: ``python tools/count_rooms.py [FOLDER]``, of this checkout or of another one.

Prints one line a measure, for the notes on a change of structure: before and after. Nothing is imported from what is
counted. Complexity is radon's cyclomatic one where radon is installed (``pip install radon``), else left out.
"""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from statistics import median

PACKAGES = ("gouji", "checks", "addin", "workbook_templates", "page")


def modules_of(root: Path) -> dict[str, Path]:
    """Return every module of the product by its dotted name."""
    return {
        ".".join(path.relative_to(root).with_suffix("").parts).removesuffix(".__init__"): path
        for package in PACKAGES
        for path in sorted((root / package).rglob("*.py"))
    }


def imports_of(name: str, path: Path, modules: Mapping[str, Path]) -> set[str]:
    """Return the modules of the product that a module imports, lazily or not."""
    wanted: set[str] = set()
    package = name if path.name == "__init__.py" else name.rpartition(".")[0]
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            wanted |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            start = package.split(".")[: len(package.split(".")) - node.level + 1] if node.level else []
            base = ".".join([*start, *([node.module] if node.module else [])])
            wanted |= {f"{base}.{a.name}" if f"{base}.{a.name}" in modules else base for a in node.names}
    return {other for other in wanted if other in modules and other != name}


def room_of(name: str) -> str:
    """Return the room of a module: its package, two names deep; the sentences are a room below that of the outputs."""
    deep = 3 if name.startswith("checks.render.sentences") else 2
    return ".".join(name.split(".")[:deep])


def between_rooms(arrows: Mapping[str, set[str]]) -> dict[str, set[str]]:
    """Return which other rooms each room imports from."""
    rooms: dict[str, set[str]] = {}
    for name, others in arrows.items():
        rooms.setdefault(room_of(name), set()).update(room_of(other) for other in others)
    return {room: others - {room} for room, others in rooms.items()}


def circles(arrows: Mapping[str, set[str]]) -> list[list[str]]:
    """Return the groups that import one another in a circle (strongly connected, of two at least)."""
    index: dict[str, int] = {}
    low: dict[str, int] = {}
    stack: list[str] = []
    groups: list[list[str]] = []

    def visit(name: str) -> None:
        index[name] = low[name] = len(index)
        stack.append(name)
        for other in sorted(arrows.get(name, ())):
            if other not in index:
                visit(other)
                low[name] = min(low[name], low[other])
            elif other in stack:
                low[name] = min(low[name], index[other])
        if low[name] == index[name]:
            place = stack.index(name)
            group, stack[place:] = stack[place:], []
            if len(group) > 1:
                groups.append(sorted(group))

    for name in sorted(arrows):
        if name not in index:
            visit(name)
    return groups


def complexity(modules: Mapping[str, Path]) -> list[tuple[int, str]]:
    """Return the complexity of each function, the worst first; empty without radon."""
    try:
        from radon.complexity import cc_visit  # type: ignore[import-not-found,import-untyped,unused-ignore] # noqa: PLC0415  # only here, if at all
    except ImportError:
        return []
    return sorted(
        (
            (block.complexity, f"{name}.{block.name}")
            for name, path in modules.items()
            for block in cc_visit(path.read_text("utf-8"))
            if block.letter != "C"
        ),
        reverse=True,
    )


def report(root: Path) -> Iterator[str]:
    """Yield a line for each measure."""
    modules = modules_of(root)
    lengths = {name: len(path.read_text("utf-8").splitlines()) for name, path in modules.items()}
    arrows = {name: imports_of(name, path, modules) for name, path in modules.items()}
    rooms = between_rooms(arrows)
    importers = {name: [other for other in arrows if name in arrows[other]] for name in modules}
    single = [name for name, by in importers.items() if len(by) == 1]
    yield f"modules                       {len(modules)}"
    yield f"lines in the wheel            {sum(lengths.values())}"
    yield f"median length                 {median(lengths.values()):.0f}"
    yield f"longest                       {max(lengths.values())} ({max(lengths, key=lambda name: lengths[name])})"
    yield f"shorter than 40 lines         {sum(length < 40 for length in lengths.values())}"
    yield f"rooms                         {len(rooms)}"
    yield f"arrows between rooms          {sum(map(len, rooms.values()))}"
    yield f"circles of modules            {len(circles(arrows))} {circles(arrows) or ''}"
    yield f"circles of rooms              {len(circles(rooms))} {circles(rooms) or ''}"
    yield f"modules with one importer     {len(single)} ({sum(lengths[name] for name in single)} lines)"
    yield f"  of these under 60 lines     {sum(lengths[name] < 60 for name in single)}"
    worst = complexity(modules)
    if worst:
        yield f"worst complexity              {', '.join(f'{name} {value}' for value, name in worst[:8])}"
        yield f"functions over 20 / over 10   {sum(v > 20 for v, _ in worst)} / {sum(v > 10 for v, _ in worst)}"


if __name__ == "__main__":
    print("\n".join(report(Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).resolve().parents[1])))
