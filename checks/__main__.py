"""``python -m checks`` is the command ``gouji``."""

import sys


def main() -> int:
    """Run the command and return its exit code; Ctrl-C before it has begun is no accident, either."""
    try:
        from checks.cli import main as command  # noqa: PLC0415  # most of a start is spent here
    except KeyboardInterrupt:
        return 2
    return command()


if __name__ == "__main__":
    sys.exit(main())
