"""Finding a Python that really runs.

A name on PATH proves nothing: version managers leave shims that answer "command not found". So every candidate is executed.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from setting_up.console import VENV, answer_of

MINIMUM = (3, 12)
PREFERRED = ((3, 13), (3, 14), (3, 12))
PROBE = "import json, sys; print(json.dumps([sys.implementation.name, list(sys.version_info[:3])]))"
USUAL_FOLDERS = ("/usr/local/bin", "/usr/bin", "/opt/homebrew/bin")


@dataclass(frozen=True)
class Interpreter:
    """A Python that answered."""

    path: str
    version: tuple[int, int, int]

    @property
    def is_new_enough(self) -> bool:
        """Say whether Linli runs on it."""
        return self.version[:2] >= MINIMUM

    def __str__(self) -> str:
        return f"Python {'.'.join(map(str, self.version))} ({self.path})"


def probe(path: str) -> Interpreter | None:
    """Execute a candidate and return it when it is a working CPython."""
    return parse_probe(path, answer_of([path, "-I", "-c", PROBE]))


def parse_probe(path: str, printed: str | None) -> Interpreter | None:
    """Read what the probe printed."""
    try:
        name, version = json.loads(printed or "")
    except (ValueError, TypeError):
        return None
    if name != "cpython":
        return None
    return Interpreter(path=path, version=(int(version[0]), int(version[1]), int(version[2])))


def find_python(environ: Mapping[str, str] = os.environ) -> Interpreter | None:
    """Return the Python to use: the one named by $PYTHON, else the best of those found."""
    wanted = environ.get("PYTHON")
    if wanted:
        named = probe(wanted)
        if named is not None and named.is_new_enough:
            return named
    return best_of(found for found in map(probe, candidates(environ)) if found is not None)


def best_of(found: Iterable[Interpreter]) -> Interpreter | None:
    """Return the most preferred version; looking stops at the first of the best kind."""
    best: Interpreter | None = None
    for interpreter in found:
        if not interpreter.is_new_enough:
            continue
        if best is None or rank(interpreter) < rank(best):
            best = interpreter
        if rank(best) == 0:
            break
    return best


def rank(interpreter: Interpreter) -> int:
    """Return the place of a version in our order of preference."""
    short = interpreter.version[:2]
    return PREFERRED.index(short) if short in PREFERRED else len(PREFERRED) + short[1]


def candidates(environ: Mapping[str, str]) -> Iterator[str]:
    """Yield paths that may be a Python, each once, likely ones first."""
    seen = set()
    for path in _all_paths(environ):
        real = str(path)
        if real in seen or str(VENV) + os.sep in real:
            continue
        seen.add(real)
        yield real


def _all_paths(environ: Mapping[str, str]) -> Iterator[Path]:
    yield Path(sys.executable)
    folders = [Path(folder) for folder in environ.get("PATH", "").split(os.pathsep) if folder]
    folders += [Path(folder) for folder in USUAL_FOLDERS]
    names = [f"python{major}.{minor}" for major, minor in PREFERRED] + ["python3", "python"]
    for name in names:
        yield from (folder / name for folder in folders if (folder / name).exists())
    for home in version_folders(environ):
        yield from sorted(home.glob("*3.1[2-9]*/bin/python3"), reverse=True)


def version_folders(environ: Mapping[str, str]) -> list[Path]:
    """Return the folders in which pyenv and uv keep their Pythons, one folder per version."""
    home = Path(environ.get("HOME") or os.path.expanduser("~"))
    data = Path(environ.get("XDG_DATA_HOME") or home / ".local/share")
    folders = [home / ".pyenv/versions", data / "uv/python"]
    if environ.get("PYENV_ROOT"):
        folders.insert(0, Path(environ["PYENV_ROOT"]) / "versions")
    if environ.get("UV_PYTHON_INSTALL_DIR"):
        folders.append(Path(environ["UV_PYTHON_INSTALL_DIR"]))
    return folders
