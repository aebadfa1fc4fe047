#!/usr/bin/env python3
"""Take a bare checkout to a running Linli: `setup`, `demo`, `assets`, `test`, `lint`, `check`.

Standard library only. It runs on Python 3.9 and later, finds a Python that Linli itself can run on, and does
nothing twice.
"""

import os
import sys

if sys.version_info < (3, 9):  # noqa: UP036 - an old one can start this file
    sys.exit(
        "This script needs Python 3.9 or later; run it with another one, e.g. `make PYTHON3=python3.12 setup`.\n"
        "\u8fd9\u4e2a\u811a\u672c\u9700\u8981 Python 3.9 \u6216\u66f4\u65b0\u7248\u672c\u3002"
    )

from setting_up import checks, pages, suite, venv
from setting_up.console import BIN, Failed, Missing, environment, say, speak_utf8

USAGE = "usage: python3 scripts/bootstrap.py setup | demo | assets | test | lint | check  [ARGUMENTS]"


def setup(_arguments):
    """Install what Linli needs to run, and build the pages' assets."""
    venv.ready("run")
    venv.compile_translations()
    pages.build_assets()
    venv.compile_own_code()
    return 0


def demo(arguments):
    """Set up, then become the sample town's server."""
    setup(())
    sys.stdout.flush()
    program = str(BIN / "linli")
    os.execve(program, [program, "demo", *arguments], environment())  # noqa: S606 - no shell is meant


def assets(_arguments):
    """Build the pages' assets."""
    venv.ready("run")
    pages.build_assets()
    return 0


def test(arguments):
    """Install what the tests need and run all of them on SQLite and PostgreSQL."""
    venv.ready("dev")
    pages.build_assets()
    return suite.run_suite(arguments)


def lint(_arguments):
    """Run every check but the tests."""
    venv.ready("dev")
    pages.build_assets()
    return checks.run_checks()


def check(arguments):
    """Run every check, then all tests."""
    found = lint(())
    return test(arguments) or found


VERBS = {verb.__name__: verb for verb in (setup, demo, assets, test, lint, check)}


def main(arguments):
    """Run one verb and turn what went wrong into a sentence."""
    speak_utf8()
    if not arguments or arguments[0] not in VERBS:
        say(USAGE)
        return 2
    try:
        return VERBS[arguments[0]](arguments[1:])
    except (Missing, Failed) as problem:
        say(f"✗ {problem}")
        return 1
    except KeyboardInterrupt:
        return 130


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
