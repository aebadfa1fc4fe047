"""The page of error codes: every way Linli says no."""

import ast
import inspect
from collections.abc import Iterator

from django.utils.functional import Promise

from linli.core.errors import LinliError
from linli.site.api import house
from linli.site.errors import STATUS
from linli.site.reference.markdown import code, first_sentence, in_chinese, in_english, table
from linli.site.reference.walking import own_subclasses

_HEAD = """# Error codes

Every way Linli says no. The code is stable; the sentence is for people and in their language. A page shows the
sentence; the API answers `application/problem+json` with `type`, `title`, `status`, `code` and, where one value is
wrong, `field`; the command line prints the sentence and ends with exit code 1. Written from the refusal classes of
all rooms by `python -m linli.site.reference`.

| Code | At the start |
|---|---|
| `linli.E001` | a field about a person has no declaration |
| `linli.E002` | a declaration names a field that does not exist |
| `linli.E003` | a model has a field for what Linli never holds |

## Refusals

"""
_BEFORE = "The API cannot take the request."


def refusals_page() -> str:
    """Write the page."""
    rows = sorted([*_classes(), *_of_the_api()])
    return _HEAD + table(("Code", "Status", "When", "Sentence", "文字"), rows)


def _classes() -> Iterator[tuple[str, ...]]:
    refusals: list[type[LinliError]] = [LinliError, *own_subclasses(LinliError)]
    for refusal in refusals:
        said = refusal.text
        yield code(refusal.code), _status(refusal), first_sentence(refusal.__doc__), _other(said), in_chinese(said)


def _status(refusal: type[LinliError]) -> str:
    return str(next((status for kind, status in STATUS.items() if issubclass(refusal, kind)), 400))


def _of_the_api() -> Iterator[tuple[str, ...]]:
    """Find what the API answers before any room is asked: its calls of `problem_of("code", _("sentence"), status)`."""
    for call in ast.walk(ast.parse(inspect.getsource(house))):
        if isinstance(call, ast.Call) and getattr(call.func, "id", "") == "problem_of":
            name, _sentence, status = (getattr(argument, "value", "") for argument in call.args)
            said = next((text for text in map(_text_of, ast.walk(call)) if not text.isascii()), "")
            yield code(name), str(status if isinstance(status, int) else "4xx"), _BEFORE, _other(said), said


def _text_of(part: ast.AST) -> str:
    return part.value if isinstance(part, ast.Constant) and isinstance(part.value, str) else ""


def _other(said: str | Promise) -> str:
    """Give the English sentence, or nothing while it has not been translated."""
    english = in_english(said)
    return "" if english == in_chinese(said) else english
