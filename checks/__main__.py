"""``python -m checks`` is the command ``gouji``."""

import gc
import sys

_MADE_TO_STAY = 50_000  # objects that a start makes; by default Python looks for garbage among them after every 700


def main() -> int:
    """Run the command and return its exit code; Ctrl-C before it has begun is no accident, either."""
    gc.set_threshold(_MADE_TO_STAY)
    try:
        from checks.cli import main as command  # noqa: PLC0415  # most of a start is spent here
    except KeyboardInterrupt:
        return 2
    try:
        return command()
    finally:
        gc.freeze()  # nor need all of it be looked through when the interpreter ends


if __name__ == "__main__":
    sys.exit(main())
