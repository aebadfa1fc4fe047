"""What the build made of the field app: which files its page needs, and which a phone keeps to work without a network."""

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.templatetags.static import static

from linli.fieldsync.errors import AppNotBuilt

ENTRY = "fieldapp/src/ui/main.tsx"
WORKER = "field-worker.js"
_FOLDER = "dist"

type Chunk = Mapping[str, Any]  # Any: one entry of Vite's manifest


@dataclass(frozen=True)
class Built:
    """The addresses of the app's files: the entry with its styles, what it loads at once, and all it may ever load."""

    script: str
    styles: tuple[str, ...]
    preloads: tuple[str, ...]
    everything: tuple[str, ...]
    worker: str

    @property
    def revision(self) -> str:
        """A mark that changes with any file of the app."""
        return hashlib.sha256("\n".join((*self.everything, self.worker)).encode()).hexdigest()[:16]


def built() -> Built:
    """Read what was built; say plainly what to do where nothing was."""
    manifest = Path(str(settings.DJANGO_VITE["default"]["manifest_path"]))
    worker = manifest.with_name(WORKER)
    worker_changed = worker.stat().st_mtime_ns if worker.is_file() else 0
    try:
        return _read(manifest, manifest.stat().st_mtime_ns, worker, worker_changed)
    except (OSError, ValueError, KeyError):
        raise AppNotBuilt from None


@lru_cache(maxsize=4)
def _read(manifest: Path, _changed: int, worker: Path, worker_changed: int) -> Built:
    chunks: dict[str, Chunk] = json.loads(manifest.read_text(encoding="utf-8"))
    entry = chunks[ENTRY]
    at_once, ever = list(_reach(chunks, ENTRY, lazily=False)), list(_reach(chunks, ENTRY, lazily=True))
    styles = dict.fromkeys(_address(name) for chunk in at_once for name in chunk.get("css", ()))
    preloads = dict.fromkeys(_address(chunk["file"]) for chunk in at_once if chunk is not entry)
    names = dict.fromkeys(name for chunk in ever for name in _files(chunk))
    everything = tuple(_address(name) for name in names)
    text = worker.read_text(encoding="utf-8") if worker_changed else ""
    return Built(_address(entry["file"]), tuple(styles), tuple(preloads), everything, text)


def _reach(chunks: Mapping[str, Chunk], start: str, *, lazily: bool) -> Iterator[Chunk]:
    """Walk what a chunk imports, and where it is asked for what it may import later."""
    waiting, seen = [start], {start}
    while waiting:
        chunk = chunks[waiting.pop(0)]
        yield chunk
        onward = [*chunk.get("imports", ()), *(chunk.get("dynamicImports", ()) if lazily else ())]
        fresh = [name for name in dict.fromkeys(onward) if name not in seen]
        seen.update(fresh)
        waiting += fresh


def _files(chunk: Chunk) -> tuple[str, ...]:
    return (chunk["file"], *chunk.get("css", ()), *chunk.get("assets", ()))


def _address(name: str) -> str:
    return static(f"{_FOLDER}/{name}")
