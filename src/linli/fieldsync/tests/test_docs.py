"""The protocol in words says what the code does: every name, outcome, code, address and field."""

import re
from pathlib import Path

import pytest

from linli.core.errors import LinliError
from linli.fieldsync import errors
from linli.fieldsync.applying.people import FIELDS
from linli.fieldsync.applying.table import KINDS
from linli.fieldsync.web.api_urls import urlpatterns
from linli.register.actions.dwellings import FIELDS as OF_DWELLINGS

_ROOT = Path(__file__).parents[4]
PAGE = (_ROOT / "docs" / "reference" / "field-sync.md").read_text()
PROTOCOL = (_ROOT / "fieldapp" / "src" / "engine" / "protocol.ts").read_text()
LINES = {found[1]: found[0] for found in re.finditer(r"^\| `([a-z.-]+)` \|.*$", PAGE, re.MULTILINE)}
CODES = {one.code for one in vars(errors).values() if isinstance(one, type) and issubclass(one, LinliError)}
OF_PAGES = {"field.device-reason-unknown", "field.app-not-built"}


@pytest.mark.parametrize("name", sorted(KINDS))
def test_every_command_is_told_with_its_fields_and_media(name):
    said, kind = LINES[name], KINDS[name]
    for field in kind.payload.model_fields:
        assert re.search(rf"\b{field}\b", said), field
    told = {role for role in ("report", "before", "after", "check", "voice", "file") if role in said.split("|")[3]}
    assert told == kind.roles


def test_no_command_is_told_that_is_not_there():
    told = {name for name in LINES if re.fullmatch(r"(case|visit|person|dwelling|form|app)\.[a-z-]+", name)}
    assert told == set(KINDS)


def test_phone_and_server_know_the_same_commands_and_outcomes():
    names = re.search(r"export type CommandName =(.*?)\n\n", PROTOCOL, re.DOTALL)[1]
    assert set(re.findall(r"'([a-z.-]+)'", names)) == set(KINDS)
    outcomes = re.search(r"export type Outcome = (.*)", PROTOCOL)[1]
    assert all(f"| `{one}` |" in PAGE for one in re.findall(r"'([a-z-]+)'", outcomes))


@pytest.mark.parametrize("code", sorted(code for code in CODES - OF_PAGES if code.startswith("field.")))
def test_every_refusal_is_told(code):
    assert f"`{code}`" in PAGE


def test_every_address_is_told():
    for found in urlpatterns:
        first = re.split(r"[/<]", str(found.pattern))[0]
        assert re.search(rf"`(GET|POST|PUT|DELETE) {first}\b", PAGE), first


def test_the_fields_that_phones_may_change_are_told():
    assert all(f"`{field}`" in LINES["person.edit"] for field in FIELDS)
    assert all(f"`{field}`" in LINES["dwelling.edit"] for field in OF_DWELLINGS)
