"""Makes the files Django reads translations from, where no gettext tools are: `python -m linli.site.translations`.

Knows nothing of Django, so that it can run before Django starts. Msgids are Simplified Chinese: the catalogue of
zh-hans says of every text just the text itself, so that it stands when another language is the default.
"""

import os
import sys
from pathlib import Path

import polib

LOCALE = Path(__file__).resolve().parent / "locale"
SOURCE, WHOLE = "zh_Hans", "zh_Hant"
PLACE = Path("LC_MESSAGES")
DOMAINS = ("django", "djangojs")  # texts of the house, texts of the field app


def compile_all(locale: Path = LOCALE) -> list[Path]:
    """Compile each catalogue whose compiled file is missing or older; give the files written."""
    sources = {path: path.with_suffix(".mo") for path in sorted(locale.glob("*/LC_MESSAGES/*.po"))}
    written = [_write(polib.pofile(str(po)), mo) for po, mo in sources.items() if _is_stale(mo, po)]
    for domain in DOMAINS:
        whole, own = (locale / language / PLACE / f"{domain}.po" for language in (WHOLE, SOURCE))
        if whole.exists() and _is_stale(own.with_suffix(".mo"), whole):
            written.append(_write(_as_it_stands(whole), own.with_suffix(".mo")))
    return written


def main() -> int:
    """Compile, and name the files written."""
    for path in compile_all():
        sys.stdout.write(f"{path}\n")
    return 0


def _is_stale(compiled: Path, source: Path) -> bool:
    return not compiled.exists() or compiled.stat().st_mtime_ns < source.stat().st_mtime_ns


def _as_it_stands(catalogue: Path) -> polib.POFile:
    """Give a catalogue in which every text is its own translation."""
    found = polib.pofile(str(catalogue))
    found.metadata["Language"] = SOURCE
    for entry in found:
        if entry.msgid_plural:
            entry.msgstr_plural = {0: entry.msgid_plural}
        else:
            entry.msgstr = entry.msgid
    return found


def _write(catalogue: polib.POFile, path: Path) -> Path:
    """Write in one move: who reads meanwhile sees the old file or the new one, never half of it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = path.with_suffix(f".{os.getpid()}")
    catalogue.save_as_mofile(str(fresh))
    fresh.replace(path)
    return path


if __name__ == "__main__":
    sys.exit(main())
