"""Finds the texts of the code that are translated, as gettext's own tool does without needing it, and knows the scripts."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import opencc
from django.utils.translation.template import templatize

PACKAGE = Path(__file__).resolve().parents[2] / "src/linli"
FIELD_APP = Path(__file__).resolve().parents[2] / "fieldapp/src"
LEFT_OUT = {"tests", "migrations", "reference", "dist", "node_modules"}
# Where the context and the text stand among a call's arguments.
PLACES: dict[str, tuple[int | None, int]] = {
    **dict.fromkeys(("_", "gettext", "gettext_lazy", "gettext_noop", "ngettext", "ngettext_lazy"), (None, 0)),
    **dict.fromkeys(("pgettext", "pgettext_lazy", "npgettext", "npgettext_lazy"), (0, 1)),
}
_QUOTED = r"""u?(?:'''.*?'''|\"\"\".*?\"\"\"|'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*")"""
CALL = re.compile(rf"(?<![\w.])(\w*gettext|_)\(((?:{_QUOTED}\s*,?\s*)+)", re.DOTALL)

CHINESE = re.compile(r"[\u3001-\u303f\u3400-\u9fff\uff00-\uffef]")
Text = tuple[str, str]  # context, text


def texts_of_the_code() -> set[Text]:
    """Give every text of Python and of templates, with its context."""
    files = [path for path in PACKAGE.rglob("*") if not LEFT_OUT & set(path.relative_to(PACKAGE).parts)]
    found: set[Text] = set()
    for path in files:
        if path.suffix == ".py" and path.name != "testing.py":
            found |= set(_in_python(ast.parse(path.read_text(encoding="utf-8"))))
        elif path.suffix in {".html", ".txt"}:
            found |= set(_in_template(path.read_text(encoding="utf-8")))
    return found


_APP_TEXT = re.compile(r"(?<![\w.])t\(\s*(" + _QUOTED.removeprefix("u?") + ")", re.DOTALL)


def texts_of_the_app() -> set[Text]:
    """Give every text of the field app: the first argument of t()."""
    files = [path for path in FIELD_APP.rglob("*") if path.suffix in {".ts", ".tsx"}]
    found = (match[1] for path in files for match in _APP_TEXT.finditer(path.read_text(encoding="utf-8")))
    return {("", str(ast.literal_eval(text))) for text in found}


def _in_python(tree: ast.AST) -> Iterator[Text]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            name = node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")
            said = [arg.value if isinstance(arg, ast.Constant) else None for arg in node.args]
            yield from _text(name, said)


def _in_template(source: str) -> Iterator[Text]:
    for name, arguments in CALL.findall(templatize(source)):
        yield from _text(name, list(ast.literal_eval(f"({arguments.rstrip(', ')},)")))


def _text(name: str, said: list[object]) -> Iterator[Text]:
    if name not in PLACES:
        return
    context, text = PLACES[name]
    if len(said) > text and isinstance(said[text], str) and said[text]:
        yield ("" if context is None else str(said[context]), str(said[text]))


def characters(table: str) -> dict[str, set[str]]:
    """Read one of OpenCC's tables: a character and what it becomes."""
    path = Path(opencc.__file__).parent / f"dictionary/{table}.txt"
    rows = (line.split() for line in path.read_text(encoding="utf-8").splitlines())
    return {one: set(others) for one, *others in rows}


def simplified_only() -> set[str]:
    """Give the characters that are written in Simplified Chinese alone."""
    written = set().union(*characters("TWVariants").values(), *characters("HKVariants").values())
    return {one for one, others in characters("STCharacters").items() if one not in others} - written


SIMPLIFIED_ONLY = simplified_only()
