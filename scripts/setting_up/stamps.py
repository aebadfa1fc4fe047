"""Remembering what was installed and built, so that a second start does nothing twice."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from pathlib import Path

from setting_up.console import ROOT, VENV

STAMPS = VENV / "linli-stamps.json"


def read_stamps() -> dict[str, str]:
    """Return what was remembered; nothing where the file is absent or broken."""
    try:
        found = json.loads(STAMPS.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return {str(name): str(value) for name, value in found.items()} if isinstance(found, dict) else {}


def remember(**values: str) -> None:
    """Keep some stamps beside those already kept."""
    kept = {**read_stamps(), **values}
    fresh = STAMPS.with_suffix(".new")
    fresh.write_text(json.dumps(kept, indent=1, sort_keys=True) + "\n", encoding="utf-8")
    fresh.replace(STAMPS)


def digest_of(paths: Iterable[Path], *, root: Path = ROOT) -> str:
    """Return one hash over names and contents of files; folders count with all that is in them."""
    total = hashlib.sha256()
    for path in sorted(set(files_in(paths))):
        total.update(path.relative_to(root).as_posix().encode() + b"\0")
        total.update(hashlib.sha256(path.read_bytes()).digest())
    return total.hexdigest()


def files_in(paths: Iterable[Path]) -> Iterable[Path]:
    """Yield the files among the paths and inside the folders among them."""
    for path in paths:
        if path.is_dir():
            yield from (inner for inner in path.rglob("*") if inner.is_file())
        elif path.is_file():
            yield path
