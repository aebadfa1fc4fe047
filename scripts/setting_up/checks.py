"""What `make check` looks at besides the tests: form, lint, types, import directions, migrations, templates, spelling."""

from __future__ import annotations

import time
from collections.abc import Iterator

from setting_up import pages
from setting_up.console import ARTEFACTS, BIN, ROOT, environment_without_settings, run_openly, say
from setting_up.venv import PYTHON

# Folders with what others wrote or a program made.
MADE = ("node_modules", "dist", "test-artefacts", "requirements", "package-lock.json", "var")


def run_checks() -> int:
    """Run every check, also after one has failed, and name the failed ones at the end."""
    failed = [name for name, command in all_checks() if not passes(name, command)]
    if failed:
        say(f"✗ {', '.join(failed)}")
    return 1 if failed else 0


def all_checks() -> Iterator[tuple[str, list[str]]]:
    """Yield each check's name and command."""
    yield "ruff format", [str(BIN / "ruff"), "format", "--check", "."]
    yield "ruff", [str(BIN / "ruff"), "check", "."]
    yield "mypy", [str(PYTHON), "-m", "mypy"]
    yield "lint-imports", [str(BIN / "lint-imports")]
    yield "migrations", [str(PYTHON), "-m", "django", "makemigrations", "--check", "--dry-run"]
    templates = sorted(str(path.relative_to(ROOT)) for path in ROOT.glob("src/linli/*/templates/**/*.html"))
    if templates:
        yield "djade", [str(BIN / "djade"), "--check", "--target-version", "6.1", *templates]
    yield "typos", [str(BIN / "typos"), *(part for folder in MADE for part in ("--exclude", folder))]
    behaviours = sorted(str(path.relative_to(ROOT)) for path in ROOT.glob("assets/tests/*.test.js"))
    if behaviours:
        yield "assets", [pages.program("node"), "--test", *behaviours]
    yield "fieldapp types", [pages.program("node"), str(ROOT / "node_modules/typescript/bin/tsc"), "-p", "fieldapp"]
    vitest = str(ROOT / "node_modules/vitest/vitest.mjs")
    yield "fieldapp tests", [pages.program("node"), vitest, "run", "--root", "fieldapp"]


def passes(name: str, command: list[str]) -> bool:
    """Run one check on the terminal and say whether it found nothing."""
    say(f"→ {name}")
    begun = time.monotonic()
    code = run_openly(command, env=checking_environment())
    say(f"  {'✓' if code == 0 else '✗'} {time.monotonic() - begun:.1f} s")
    return code == 0


def checking_environment() -> dict[str, str]:
    """Return an environment in which checks read no setting and touch no database of the person's own installation."""
    data = {"LINLI_DATA": str(ARTEFACTS / "checks"), "DJANGO_SETTINGS_MODULE": "linli.site.settings"}
    return {**environment_without_settings(), **data}
