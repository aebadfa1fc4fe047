"""The address model a city trained from its own tagged addresses, read once and again when it is trained anew."""

from functools import lru_cache
from pathlib import Path

from django.conf import settings

from linli.places.addresses import crf


def model_path() -> Path:
    """Say where the trained model is kept."""
    return Path(settings.LINLI_DATA) / "addresses" / "model.npz"


def trained_model() -> crf.Model | None:
    """Give the trained model; None where none was trained: then the rules parse alone."""
    path = model_path()
    return _read(path, path.stat().st_mtime_ns) if path.exists() else None


@lru_cache(maxsize=1)
def _read(path: Path, _changed: int) -> crf.Model:
    return crf.load(path)
