"""Which keys seal: those the process started with, or those of the key file once it has changed since."""

import json
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

from linli.core import process_clock

LOOK_SECONDS = 1.0  # how long a running process may go on sealing with a key that is no longer the newest


@dataclass
class _Looked:
    """When this process last looked whether the key file has changed, and what it found there."""

    at: float = -LOOK_SECONDS
    stamp: int = 0
    keys: tuple[str, ...] = ()


_looked = _Looked()


def sealing_keys(*, at_once: bool = False) -> tuple[str, ...]:
    """Give the keys, newest first; so a rotation needs no restart: within a second every process knows the new key."""
    given: tuple[str, ...] = settings.LINLI_KEYS
    if settings.LINLI_KEY_FILE is None:
        return given
    now = process_clock.seconds()
    if at_once or now - _looked.at >= LOOK_SECONDS:
        _look(Path(settings.LINLI_KEY_FILE))
        _looked.at = now
    return given if _looked.stamp in {0, settings.LINLI_KEY_STAMP} else _looked.keys


def _look(file: Path) -> None:
    try:
        stamp = file.stat().st_mtime_ns
        if stamp != _looked.stamp:
            _looked.keys = tuple(json.loads(file.read_text(encoding="utf-8"))["keys"])
            _looked.stamp = stamp
    except (OSError, ValueError, KeyError):
        _looked.stamp = 0  # no file with keys: those of the start go on
