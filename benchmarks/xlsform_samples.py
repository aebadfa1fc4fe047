"""Every XLSForm of the public samples through Linli's converter: how many become forms, and why the others do not.

The samples lie beside this repository (../shared/data/xlsforms, or LINLI_SHARED) and are not copied into it.
`python -m benchmarks.xlsform_samples` prints one line for each that was refused, and the counts; `--validate` asks ODK's own
engine about each that was converted, which takes three seconds a form.
"""

import os
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

_SHARED = Path(os.environ.get("LINLI_SHARED", Path(__file__).resolve().parents[2] / "shared"))
FOLDER = _SHARED / "data" / "xlsforms"
SHEETS = (".xlsx", ".xls")


@dataclass(frozen=True)
class Tried:
    """One sample: whether it became an XForm, whether it would be admitted, and why not."""

    name: str
    made: bool
    admitted: bool
    code: str = ""
    why: str = ""
    questions: int = 0


def samples(folder: Path = FOLDER) -> list[Path]:
    """List the workbooks among the samples."""
    return sorted(path for path in folder.rglob("*") if path.suffix.lower() in SHEETS)


def try_all(folder: Path = FOLDER, *, validate: bool = False) -> Iterator[Tried]:
    """Convert every sample as an upload would, and with the bare converter where that refuses it."""
    from linli.core.errors import LinliError  # noqa: PLC0415 run alone, Django is set up first
    from linli.forms.converting.xlsforms import convert_xlsform, xform_from  # noqa: PLC0415 as above

    for path in samples(folder):
        name, content = str(path.relative_to(folder)), path.read_bytes()
        try:
            made = convert_xlsform(content, name=path.name)
            if validate:
                xform_from(content, name=path.name, validate=True)
            yield Tried(name, made=True, admitted=True, questions=sum(one.is_asked for one in made.questions))
        except LinliError as refusal:
            yield Tried(name, made=_converts(content, path.name), admitted=False, code=refusal.code, why=str(refusal))


def _converts(content: bytes, name: str) -> bool:
    from linli.core.errors import LinliError  # noqa: PLC0415 as above
    from linli.forms.converting.xlsforms import xform_from  # noqa: PLC0415 as above

    try:
        xform_from(content, name=name)
    except LinliError:
        return False
    return True


def main() -> int:
    """Print what became of every sample."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "linli.site.settings")
    import django  # noqa: PLC0415 the environment is set first

    django.setup()
    if not FOLDER.is_dir():
        print(f"no samples at {FOLDER}: nothing was tried")
        return 0
    tried = list(try_all(validate="--validate" in sys.argv))
    for one in tried:
        if not one.admitted:
            print(f"{one.code:24} {'XForm' if one.made else '–':6} {one.name}: {one.why[:200]}")
    made, admitted = sum(one.made for one in tried), sum(one.admitted for one in tried)
    print(f"{len(tried)} samples: {made} become XForms, {admitted} could be admitted as they are")
    print(", ".join(f"{code} {count}" for code, count in Counter(one.code for one in tried if one.code).most_common()))
    return 0


if __name__ == "__main__":
    sys.exit(main())
