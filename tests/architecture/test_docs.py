"""What the documentation says is what the code does: written pages, links, words, commands, the changelog."""

import re
from pathlib import Path
from urllib.parse import unquote

import pytest

from linli.cases.catalogue import shapes
from linli.cases.rules import Evidence, Lane, State, StepName
from linli.core.calendar import TimeUnit
from linli.places.coordinates import Crs
from linli.places.rules import Grade, Level
from linli.places.rules import Kind as GridKind
from linli.site.reference.commands import every_command
from linli.site.reference.decisions import decision_files
from linli.site.reference.pages import DECISIONS, PAGES, every_page
from linli.site.reference.walking import own_subclasses
from linli.staff.rules import Role

ROOT = Path(__file__).resolve().parents[2]
DOCS = ROOT / "docs"
PAGES_OF_TEXT = sorted([*ROOT.glob("*.md"), *DOCS.rglob("*.md")])
READMES = (ROOT / "README.md", ROOT / "README.zh-CN.md")
LINK = re.compile(r"\[[^\]]*\]\(([^)\s]+)\)")
ROOMS = ("tutorials", "how-to", "reference", "explanation", "decisions", "guide", "images")


@pytest.fixture(scope="module")
def written():
    return every_page(DOCS)


def said_in(name, written):
    return written[DOCS / name]


@pytest.mark.parametrize("name", [*PAGES, DECISIONS])
def test_a_written_page_is_what_the_code_says(name, written):
    again = "this page is out of date: run .venv/bin/python -m linli.site.reference"
    assert (DOCS / name).read_text(encoding="utf-8") == said_in(name, written), again


def test_every_setting_of_the_code_stands_in_the_settings(written):
    source = (ROOT / "src/linli/site/environment.py").read_text()
    named = set(re.findall(r'"(LINLI_[A-Z_]+)"', source))
    assert len(named) > 10
    assert [name for name in sorted(named) if f"`{name}`" not in said_in("reference/settings.md", written)] == []


def test_no_setting_is_read_past_the_typed_table():
    reading = re.compile(r"os\.(?:environ\.get\(|getenv\(|environ\[)['\"]LINLI_")
    code = [path for path in (ROOT / "src").rglob("*.py") if "tests" not in path.parts]
    assert [path for path in code if reading.search(path.read_text(encoding="utf-8"))] == []


def test_every_error_code_written_in_the_code_stands_in_the_error_codes(written):
    from linli.core.errors import LinliError

    codes = {error.code for error in [LinliError, *own_subclasses(LinliError)]}
    checks = {
        found for path in (ROOT / "src").rglob("*.py") for found in re.findall(r'id="(linli\.E\d+)"', path.read_text())
    }
    assert len(codes) > 60
    assert checks
    missing = [
        code for code in sorted(codes | checks) if f"`{code}`" not in said_in("reference/error-codes.md", written)
    ]
    assert missing == []


def test_no_two_refusals_share_a_code():
    from linli.core.errors import LinliError

    codes = [error.code for error in own_subclasses(LinliError) if "code" in vars(error)]
    assert sorted(codes) == sorted(set(codes))


def test_every_refusal_has_its_own_code_and_its_reason():
    from linli.core.errors import LinliError

    nameless = [error for error in own_subclasses(LinliError) if "code" not in vars(error) or not error.__doc__]
    assert nameless == []


def test_every_command_and_option_stands_in_the_command_line(written):
    page = said_in("reference/command-line.md", written)
    commands = list(every_command())
    assert len(commands) > 25
    for name, command in commands:
        assert f"## `{name}" in page
        assert [
            option
            for param in command.params
            for option in param.opts
            if option.startswith("--") and option not in page
        ] == []


@pytest.mark.parametrize("page", PAGES_OF_TEXT, ids=lambda page: str(page.relative_to(ROOT)))
def test_every_link_leads_somewhere(page):
    text = re.sub(r"```.*?```", "", page.read_text(encoding="utf-8"), flags=re.DOTALL)
    targets = [unquote(target.split("#")[0]) for target in LINK.findall(text) if "://" not in target]
    assert [target for target in targets if target and not (page.parent / target).exists()] == []


def test_every_page_of_the_docs_is_in_a_room_and_in_the_index():
    index = (DOCS / "README.md").read_text(encoding="utf-8")
    guides = "".join((DOCS / f"guide/{language}/README.md").read_text(encoding="utf-8") for language in ("en", "zh-CN"))
    for page in DOCS.rglob("*.md"):
        name = page.relative_to(DOCS)
        if str(name) == "README.md" or name.parent.name == "decisions":
            continue
        assert name.parts[0] in ROOMS
        assert (str(name) in index) or (name.name in guides)


@pytest.mark.parametrize(
    "page", [page for page in PAGES_OF_TEXT if "reference" not in page.parts], ids=lambda page: page.name
)
def test_every_linli_command_that_a_page_tells_exists(page):
    names = {name.removeprefix("linli ") for name, _command in every_command()}
    groups = {name.rsplit(" ", 1)[0] for name in names if " " in name}
    told = re.findall(
        r"(?:^ {4}(?:\S+=\S+ )*|`|ExecStart=)(?:\S*/)?linli ((?:[a-z][a-z-]*)(?: [a-z][a-z-]*)?)",
        page.read_text(encoding="utf-8"),
        re.MULTILINE,
    )
    for words in told:
        first = words.split(" ")[0]
        known = words in names or (first in names) or (words in groups)
        assert known, f"linli {words}"


@pytest.mark.parametrize("page", PAGES_OF_TEXT, ids=lambda page: str(page.relative_to(ROOT)))
def test_every_make_target_that_a_page_tells_exists(page):
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(), re.MULTILINE))
    told = re.findall(r"(?:^ {4}|`)make ([a-z]+)", page.read_text(encoding="utf-8"), re.MULTILINE)
    assert set(told) <= targets


@pytest.mark.parametrize("readme", READMES, ids=lambda page: page.name)
def test_a_readme_fits_on_three_screens_and_names_the_two_commands(readme):
    text = readme.read_text(encoding="utf-8")
    assert len(text.splitlines()) <= 120
    assert "    make demo" in text
    assert "    make test" in text


@pytest.mark.parametrize("readme", READMES, ids=lambda page: page.name)
def test_a_readme_names_every_demo_account_and_every_room(readme):
    from linli.staff.rules import DEMO_PASSWORD, DEMO_USERNAMES

    text = readme.read_text(encoding="utf-8")
    rooms = {path.parent.name for path in (ROOT / "src/linli").glob("*/__init__.py")}
    assert [word for word in (*DEMO_USERNAMES, DEMO_PASSWORD, *rooms) if f"`{word}`" not in text] == []


def test_the_kind_in_the_readme_is_one_that_the_catalogue_takes(tmp_path):
    from linli.cases.catalogue import examine

    for number, readme in enumerate(READMES):
        block = re.search(r"```toml\n(.*?)```", readme.read_text(encoding="utf-8"), re.DOTALL)
        kinds = tmp_path / str(number) / "kinds"
        kinds.mkdir(parents=True)
        (kinds / "ours.toml").write_text(block[1], encoding="utf-8")
        assert examine(kinds.parent)[1] == []


@pytest.fixture(scope="module")
def on_the_screen():
    files = [path for ending in ("*.py", "*.html", "*.toml") for path in (ROOT / "src/linli").rglob(ending)]
    files += [path for ending in ("*.ts", "*.tsx") for path in (ROOT / "fieldapp/src").rglob(ending)]
    return "\n".join(path.read_text(encoding="utf-8") for path in files if "tests" not in path.parts)


@pytest.mark.parametrize(
    "page",
    [*(DOCS / "guide").rglob("*.md"), *(DOCS / "tutorials").glob("*.md")],
    ids=lambda page: str(page.relative_to(DOCS)),
)
def test_every_word_of_the_screen_that_a_guide_names_is_there(page, on_the_screen):
    """English guides have the screen's words in brackets or bold, Chinese ones in quotation marks."""
    text = page.read_text(encoding="utf-8")
    named = re.findall(r"(?:\(|\*\*|“)([\u4e00-\u9fff]+)(?:\)|\*\*|”)", text)
    assert [word for word in named if word not in on_the_screen] == []


def test_the_changelog_begins_with_a_version():
    text = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    heads = re.findall(r"^## (.+)$", text, re.MULTILINE)
    assert re.match(r"\d+\.\d+\.\d+ – \d{4}-\d{2}-\d{2}$", heads[0])
    assert set(re.findall(r"^### (.+)$", text, re.MULTILINE)) <= {"Added", "Changed", "Fixed", "Removed"}


def test_the_licence_is_the_whole_agpl():
    text = (ROOT / "LICENSE").read_text(encoding="utf-8")
    assert text.lstrip().startswith("GNU AFFERO GENERAL PUBLIC LICENSE")
    assert "END OF TERMS AND CONDITIONS" in text
    assert len(text.splitlines()) == 661


def code_words():
    for words in (Role, State, StepName, Lane, Level, Grade, GridKind, TimeUnit, Crs, shapes.Group, shapes.OwnerRule):
        yield from words
    for words in (Evidence, shapes.Stage, shapes.Origin):
        yield from words


@pytest.mark.parametrize("word", sorted({word.value for word in code_words()}))
def test_every_word_of_the_trade_in_the_code_is_in_the_glossary(word):
    assert f"`{word}`" in (DOCS / "reference/glossary.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("file", decision_files(DOCS / "decisions"), ids=lambda file: file.stem)
def test_a_decision_has_all_its_parts_and_one_page(file):
    text = file.read_text(encoding="utf-8")
    assert re.match(rf"# {int(file.name[:4])}\. \S", text)
    assert re.search(r"^- Date: \d{4}-\d{2}-\d{2}\n- Status: \S", text, re.MULTILINE)
    assert [head for head in ("Context", "Decision", "Consequences") if f"\n## {head}\n" not in text] == []
    assert len(text.splitlines()) <= 60


def test_decisions_are_numbered_without_a_gap():
    numbers = [int(file.name[:4]) for file in decision_files(DOCS / "decisions")]
    assert numbers == list(range(1, len(numbers) + 1))


def test_pictures_of_the_docs_are_small():
    assert [file.name for file in (DOCS / "images").glob("*") if file.stat().st_size > 150_000] == []
