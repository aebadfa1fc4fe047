"""All tests, twice: on SQLite, then on PostgreSQL, with one closing line that adds both."""

from __future__ import annotations

import json
import os
import signal
import xml.etree.ElementTree as ET
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from types import FrameType

from setting_up import browser, java, postgres
from setting_up.console import ARTEFACTS, ROOT, environment_without_settings, run_openly, say
from setting_up.venv import PYTHON

WORKERS = "2"
NO_TESTS = 5
# A journey serves a town of its own, always on SQLite; what touches no database, architecture, languages, the sample town and the walk
# through every course would show nothing new.
NOT_TWICE = (
    "-m", "not journey and django_db", "--ignore=tests/architecture", "--ignore=tests/journeys", "--ignore=tests/test_languages.py",
    "--ignore=src/linli/site/sampletown/tests", "--ignore=src/linli/cases/tests/test_every_course.py",
)  # fmt: skip
TESTS_FAILED = 1
# Decision 22: a browser on a loaded machine is given a second try, a server that may have lost something never.
LAST_FAILED = ROOT / ".pytest_cache/v/cache/lastfailed"
JOURNEYS = "tests/journeys/"
NEVER_AGAIN = (f"{JOURNEYS}test_field_sync.py", f"{JOURNEYS}test_field_troubles.py")
MOST_AGAIN = 3


@dataclass(frozen=True)
class Count:
    """What a run of the tests came to."""

    passed: int = 0
    failed: int = 0
    skipped: int = 0

    def __add__(self, other: Count) -> Count:
        return Count(self.passed + other.passed, self.failed + other.failed, self.skipped + other.skipped)

    def __str__(self) -> str:
        return f"{self.passed} passed, {self.failed} failed, {self.skipped} skipped"


def run_suite(arguments: Sequence[str]) -> int:
    """Run both passes and print the closing line; the answer is the exit code."""
    for name in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(name, _stop)
    found = browser.find_or_install()
    engine = java.find_or_install()
    programs = postgres.find_or_install()
    total = run_pass("SQLite", arguments, {})
    if programs is not None:
        with postgres.cluster(programs) as address:
            total += run_pass("PostgreSQL", [*NOT_TWICE, *arguments], {"LINLI_DATABASE_URL": address})
    if os.environ.get("CI") and not (found and programs and engine):
        total += Count(failed=1)  # a green run must not hide that journeys, a database or the form engine were left out
    say(f"\n{total}")
    (ARTEFACTS / "closing-line.txt").write_text(f"{total}\n", encoding="utf-8")
    return 1 if total.failed or not total.passed else 0


def run_pass(engine: str, arguments: Sequence[str], extra: dict[str, str]) -> Count:
    """Run pytest once and count from its report; a run that broke counts as failed."""
    ARTEFACTS.mkdir(exist_ok=True)
    report = ARTEFACTS / f"junit-{engine.lower()}.xml"
    report.unlink(missing_ok=True)
    say(f"→ 在 {engine} 上运行测试 / running the tests on {engine}")
    command = [str(PYTHON), "-m", "pytest", "-n", WORKERS, f"--junitxml={report}", *arguments]
    LAST_FAILED.unlink(missing_ok=True)
    code = run_openly(command, env=test_environment(extra))
    count = count_report(report)
    if code == TESTS_FAILED and (journeys := worth_a_second_try(count)):
        return again(journeys, count, extra)
    if code == NO_TESTS:
        say(f"{engine}: 没有运行任何测试 / no test ran")
        chosen = set(arguments) - set(NOT_TWICE)  # a choice in ARGS may leave one pass empty
        return Count() if chosen else Count(failed=1)
    return count + Count(failed=1) if code != 0 and not count.failed else count


def worth_a_second_try(count: Count) -> list[str]:
    """Return the failed tests if they are a few journeys, none of which proves that nothing gets lost."""
    failed = list(json.loads(LAST_FAILED.read_text(encoding="utf-8"))) if LAST_FAILED.exists() else []
    few = 0 < count.failed == len(failed) <= MOST_AGAIN
    journeys = all(one.startswith(JOURNEYS) and not one.startswith(NEVER_AGAIN) for one in failed)
    return failed if few and journeys else []


def again(journeys: list[str], first: Count, extra: dict[str, str]) -> Count:
    """Walk failed journeys once more, one by one, and name those that only now came to their end."""
    say("→ 再走一遍 / once more: " + ", ".join(journeys))
    report = ARTEFACTS / "junit-again.xml"
    report.unlink(missing_ok=True)
    run_openly([str(PYTHON), "-m", "pytest", "-n0", f"--junitxml={report}", *journeys], env=test_environment(extra))
    passed = count_report(report).passed
    say(f"  {passed}/{len(journeys)} 第二遍才通过 / only at the second try")
    return first + Count(passed=passed, failed=-passed)


def test_environment(extra: dict[str, str]) -> dict[str, str]:
    """Return an environment in which no setting of the person's own installation reaches the tests."""
    env = environment_without_settings()
    if "LINLI_SHARED" in os.environ:
        env["LINLI_SHARED"] = os.environ["LINLI_SHARED"]
    return {**env, **extra}


def count_report(report: Path) -> Count:
    """Add up what pytest's XML report says."""
    if not report.exists():
        return Count()
    total = Count()
    for suite in ET.parse(report).getroot().iter("testsuite"):  # noqa: S314 - our own file
        tests, failures, errors, skipped = (
            int(suite.get(name) or 0) for name in ("tests", "failures", "errors", "skipped")
        )
        total += Count(tests - failures - errors - skipped, failures + errors, skipped)
    return total


def _stop(number: int, _frame: FrameType | None) -> None:
    raise SystemExit(128 + number)
