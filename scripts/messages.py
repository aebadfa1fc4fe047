#!/usr/bin/env python3
"""Bring the catalogues of translations up to date with the texts in the code: `.venv/bin/python scripts/messages.py`.

Msgids are Simplified Chinese, so there is no catalogue for zh-hans. Needs the gettext tools (`apt-get install gettext`);
what is new stands in the catalogues with an empty translation, what is gone is taken out. `--drafts` fills the empty
Traditional Chinese ones by OpenCC: read what it wrote.
"""

import functools
import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path

import opencc
import polib

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "src/linli"
LOCALE = PACKAGE / "site/locale"
LANGUAGES = {"en": "nplurals=2; plural=(n != 1);", "zh_Hant": "nplurals=1; plural=0;"}
HEADER = (
    "Msgids are Simplified Chinese. Brought up to date by scripts/messages.py; the words are those of the glossary."
)
IGNORED = ("tests", "testing.py", "migrations", "reference", "dist")
# Characters for which OpenCC's plain table takes a form that readers of Traditional Chinese find odd.
MENDED = str.maketrans("裏爲羣衆啓麪牀祕覈賬僞臺纔彙", "裡為群眾啟麵床秘核帳偽台才匯")


FIELD_APP = ROOT / "fieldapp/src"
# A text of the field app: t('…') with the text itself as first argument.
APP_TEXT = re.compile(r"""(?<![\w.])t\(\s*(?:'((?:[^'\\\n]|\\.)+)'|"((?:[^"\\\n]|\\.)+)")""")


def main(arguments: list[str]) -> int:
    """Extract into the catalogues of both languages and print how many translations are missing."""
    for language in LANGUAGES:
        folder = LOCALE / language / "LC_MESSAGES"
        extract(language)
        extract_app(folder / "djangojs.po")
        for path in (folder / "django.po", folder / "djangojs.po"):
            kept = tidy(path, language, draft="--drafts" in arguments)
            print(f"{language} {path.stem}: {len(kept)} texts, {len(kept.untranslated_entries())} without translation")
    return 0


def texts_of_app() -> set[str]:
    """Give every text of the field app."""
    files = sorted(path for path in FIELD_APP.rglob("*") if path.suffix in {".ts", ".tsx"})
    found = (match for path in files for match in APP_TEXT.finditer(path.read_text(encoding="utf-8")))
    return {re.sub(r"\\(.)", r"\1", match[1] or match[2]) for match in found}


def extract_app(path: Path) -> None:
    """Bring a catalogue of the field app up to date: what is known keeps its translation."""
    known = {entry.msgid: entry.msgstr for entry in polib.pofile(str(path))} if path.exists() else {}
    found = polib.POFile(wrapwidth=0)
    found.extend(polib.POEntry(msgid=text, msgstr=known.get(text, "")) for text in sorted(texts_of_app()))
    found.save(str(path))


def extract(language: str) -> None:
    """Run makemessages over all rooms."""
    (LOCALE / language / "LC_MESSAGES").mkdir(parents=True, exist_ok=True)
    ignored = [part for name in IGNORED for part in ("--ignore", name)]
    command = [
        sys.executable,
        "-m",
        "django",
        "makemessages",
        "--locale",
        language,
        "--no-location",
        "--no-wrap",
        *ignored,
    ]
    with tempfile.TemporaryDirectory() as folder:
        env = {**os.environ, "DJANGO_SETTINGS_MODULE": "linli.site.settings", "PYTHONPATH": str(ROOT / "src")}
        subprocess.run(
            [*command, "--no-obsolete", "-v", "0"], cwd=PACKAGE, env={**env, "LINLI_DATA": folder}, check=True
        )


def tidy(path: Path, language: str, *, draft: bool) -> polib.POFile:
    """Write a catalogue in one stable form: sorted, without dates, without guesses."""
    found = polib.pofile(str(path), wrapwidth=0)
    found.metadata = {
        "Project-Id-Version": "linli",
        "Language": language,
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=UTF-8",
        "Content-Transfer-Encoding": "8bit",
        "Plural-Forms": LANGUAGES[language],
    }
    found.header, found.metadata_is_fuzzy = HEADER, False
    for entry in found:
        if entry.fuzzy:
            forget_guess(entry)
        if draft and language == "zh_Hant" and not entry.translated():
            draft_traditional(entry)
    found.sort(key=lambda entry: (entry.msgid, entry.msgctxt or ""))
    found.save(str(path))
    return found


def forget_guess(entry: polib.POEntry) -> None:
    """Take back what gettext guessed from a similar text."""
    entry.flags.remove("fuzzy")
    entry.msgstr = ""
    entry.msgstr_plural = dict.fromkeys(entry.msgstr_plural, "")
    entry.previous_msgid = entry.previous_msgid_plural = entry.previous_msgctxt = None


def draft_traditional(entry: polib.POEntry) -> None:
    """Write a text in traditional characters; the words stay those of the trade."""
    if entry.msgid_plural:
        entry.msgstr_plural = {0: traditional(entry.msgid_plural)}
    else:
        entry.msgstr = traditional(entry.msgid)


def traditional(text: str) -> str:
    """Turn Simplified into Traditional Chinese, quotation marks included; placeholders stay."""
    parts = re.split(r"(%\(\w+\)[-\d.]*\w|\{\w+\}|<[^>]+>)", text)
    turned = converter().convert
    said = "".join(part if at % 2 else turned(part).translate(MENDED) for at, part in enumerate(parts))
    return said.replace("“", "「").replace("”", "」")


@functools.cache
def converter() -> opencc.OpenCC:
    """Read OpenCC's tables once."""
    return opencc.OpenCC("s2t")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
