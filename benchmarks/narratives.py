"""How well sentences are held against tables: false alarms, wrong figures found, wrong ones blamed.

    python benchmarks/narratives.py [--seeds N] [-v] [FILE.toml]...

Each narrative of tests/data/narratives.toml (or of the files given) is checked with its own figures, then with each
figure wrong in turn. -v names each miss, each alarm, each wrong blame; without it nothing of the texts is shown.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from pathlib import Path

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from tests.fixtures.narratives import NARRATIVES, RULES, is_right, passages, said_against, spoiled


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser()
    parser.add_argument("files", nargs="*", type=Path, default=[NARRATIVES])
    parser.add_argument("--seeds", type=int, default=3)
    parser.add_argument("-v", "--verbose", action="store_true")
    given = parser.parse_args()
    for path in given.files:
        _measure(path, range(given.seeds), verbose=given.verbose)


def _measure(path: Path, seeds: range, *, verbose: bool) -> None:
    alarms = [(passage, said) for seed in seeds for passage in passages(seed, path) if (said := said_against(passage))]
    narratives = len(list(passages(0, path)))
    astray = {passage.number for passage, _ in alarms}
    for passage, said in alarms if verbose else ():
        print("false alarm", passage.number, [(one.rule, one.arguments, one.left, one.right) for one in said])
    tried: Counter[str] = Counter()
    seen: Counter[str] = Counter()
    blamed = 0
    for passage in (passage for seed in seeds for passage in spoiled(seed, path)):
        said = said_against(passage)
        kind = RULES[passage.wrong]
        tried[kind] += 1
        seen[kind] += any(is_right(one, passage) for one in said)
        for one in said:
            # what is said of the right figures, too, is a false alarm, counted above
            if not is_right(one, passage) and passage.number not in astray:
                blamed += 1
                if verbose:
                    print("wrong blame", passage.number, passage.wrong, one.rule, one.arguments, one.left, one.right)
        if not said and verbose:
            print("missed", passage.number, passage.wrong, passage.said[passage.wrong])
    kinds = ", ".join(f"{kind.removeprefix('NARR-')} {seen[kind]}/{count}" for kind, count in tried.items())
    share = 100 * seen.total() / max(1, tried.total())
    print(f"{path.name}: {len(astray)} of {narratives} with a false alarm, {blamed} wrong blames, {share:.1f} % found")
    print(f"    {kinds}")


if __name__ == "__main__":
    main()
