"""The page of the query language says what the code does: every attribute and word stands there, every example is read."""

from pathlib import Path

from linli.register.asking.attributes import ATTRIBUTES
from linli.register.asking.language import parse
from linli.register.asking.tokens import KEYWORDS, words_of

PAGE = Path(__file__).resolve().parents[4] / "docs" / "reference" / "query-language.md"


def test_every_attribute_and_value_stands_there():
    rows = [line for line in PAGE.read_text("utf-8").splitlines() if line.startswith("| `")]
    for one in ATTRIBUTES.values():
        (row,) = [line for line in rows if line.startswith(f"| `{one.name}` | {one.words.zh_hans} |")]
        assert all(word in row for word in words_of(one) if word != one.words.zh_hant)
        assert all(code.replace("_", "-") in row for code in one.values)
        assert ("no, shown only" in row) is not one.is_asked


def test_every_word_stands_there():
    text = PAGE.read_text("utf-8")
    assert [word for word, stands_for in KEYWORDS.items() if word != stands_for and word not in text] == []


def test_every_example_is_read():
    examples = PAGE.read_text("utf-8").partition("## Examples")[2].partition("##")[0]
    lines = [line.strip() for line in examples.splitlines() if line.startswith("    ")]
    assert len(lines) > 5
    assert all(parse(line) for line in lines)
