"""How well sentences are held against tables: false alarms, wrong figures found, wrong ones blamed.

    python benchmarks/narratives.py [seeds]

Each narrative of tests/data/narratives.toml is checked with its own figures, then with each figure wrong in turn.
"""

from __future__ import annotations

import sys
from collections import Counter
from pathlib import Path

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from tests.fixtures.narratives import RULES, is_right, passages, said_against, spoiled


def main() -> None:
    """Measure and print."""
    seeds = range(int(sys.argv[1]) if len(sys.argv) > 1 else 3)
    alarms = [(passage, said) for seed in seeds for passage in passages(seed) if (said := said_against(passage))]
    for passage, said in alarms:
        print("false alarm", passage.number, [(one.rule, one.arguments, one.left, one.right) for one in said])
    tried: Counter[str] = Counter()
    seen: Counter[str] = Counter()
    blamed = 0
    for passage in (passage for seed in seeds for passage in spoiled(seed)):
        said = said_against(passage)
        tried[passage.wrong] += 1
        seen[passage.wrong] += any(is_right(one, passage) for one in said)
        for one in said:
            if not is_right(one, passage):
                blamed += 1
                print("wrong blame", passage.number, passage.wrong, one.rule, one.arguments, one.left, one.right)
        if not said and "-v" in sys.argv:
            print("missed", passage.number, passage.wrong, passage.said[passage.wrong])
    for name, count in tried.items():
        print(f"{name:3} {RULES[name]:15} {seen[name]:4} of {count:4}")
    print(f"{len(alarms)} false alarms, {blamed} wrong blames, {seen.total()} of {tried.total()} found")


if __name__ == "__main__":
    main()
