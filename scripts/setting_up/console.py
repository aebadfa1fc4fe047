"""Talking to the person at the terminal and running other programs for them.

Texts are Chinese and English on one line: gettext is not there yet while Linli is being installed.
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
VENV = ROOT / ".venv"
BIN = VENV / "bin"
REQUIREMENTS = ROOT / "requirements"
ARTEFACTS = ROOT / "test-artefacts"

# Variables of a person's shell which would lead our own .venv astray, or have each of its hundreds of processes compile everything.
MISLEADING = (
    "PYTHONHOME", "PYTHONPATH", "PYTHONDONTWRITEBYTECODE", "VIRTUAL_ENV", "PYENV_VERSION", "UV_PROJECT_ENVIRONMENT",
)  # fmt: skip
TAIL = 40


class Missing(Exception):
    """Something has to be installed first; the text says what."""


class Failed(Exception):
    """A step went wrong; the text says which and shows what it printed."""


def say(text: str) -> None:
    """Print one line at once."""
    print(text, flush=True)


def speak_utf8() -> None:
    """Let Chinese text through on terminals that claim to be ASCII."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(encoding="utf-8", errors="replace")


@contextmanager
def step(chinese: str, english: str) -> Iterator[None]:
    """Say what is being done, and afterwards how long it took."""
    say(f"→ {chinese} … / {english} …")
    begun = time.monotonic()
    yield
    say(f"  ✓ {time.monotonic() - begun:.1f} s")


def environment(extra: Mapping[str, str] | None = None) -> dict[str, str]:
    """Return the environment for child programs, with .venv's programs first."""
    env = {name: value for name, value in os.environ.items() if name not in MISLEADING}
    env["PATH"] = os.pathsep.join([str(BIN), env.get("PATH", os.defpath)])
    env.update(extra or {})
    return env


def environment_without_settings() -> dict[str, str]:
    """Return the environment for checks and tests: no setting of the person's own installation is in it."""
    return {name: value for name, value in environment().items() if not name.startswith("LINLI_")}


def answer_of(command: Sequence[str], *, timeout: float = 20) -> str | None:
    """Run a program and return what it printed, or nothing where it does not work."""
    try:
        done = subprocess.run(
            list(command), capture_output=True, stdin=subprocess.DEVNULL, timeout=timeout, check=False, cwd=os.sep
        )
    except (OSError, subprocess.SubprocessError):
        return None
    if done.returncode != 0:
        return None
    return done.stdout.decode("utf-8", "replace").strip()


def run_quietly(command: Sequence[str], *, env: Mapping[str, str] | None = None, cwd: Path = ROOT) -> None:
    """Run a step whose output matters only when it fails."""
    try:
        done = subprocess.run(
            list(command),
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            stdin=subprocess.DEVNULL,
            env={**(environment() if env is None else env), "NO_COLOR": "1"},
            cwd=str(cwd),
            check=False,
        )
    except OSError as error:
        msg = f"{command[0]}: {error}"
        raise Failed(msg) from error
    if done.returncode != 0:
        shown = " ".join(command)
        text = done.stdout.decode("utf-8", "replace")
        msg = f"{shown} (exit {done.returncode})\n{last_lines(text)}"
        raise Failed(msg)


def run_openly(command: Sequence[str], *, env: Mapping[str, str] | None = None) -> int:
    """Run a program on the person's terminal and return its exit code."""
    sys.stdout.flush()
    try:
        return subprocess.run(
            list(command), env=dict(env) if env is not None else environment(), cwd=str(ROOT), check=False
        ).returncode
    except OSError as error:
        say(f"{command[0]}: {error}")
        return 127


def last_lines(text: str, *, count: int = TAIL) -> str:
    """Return the end of a long output."""
    lines: list[str] = text.rstrip().splitlines()
    return "\n".join(lines[-count:])
