"""A roll on paper and as a workbook: everybody in their order, what it is, and what it does not hold."""

import datetime as dt
import io
import re
import zlib
from base64 import a85decode

import pytest
from openpyxl import load_workbook

from linli.core import typefaces
from linli.places.testing import make_town
from linli.register.actions.rolls import draw_rolls
from linli.register.exports.roll_pdf import _ROWS, _fitted, write_roll_pdf
from linli.register.exports.roll_workbook import write_roll_workbook
from linli.register.models import Resident
from linli.register.queries.rolls import changes_of, voters_of
from linli.register.rules.rolls import RollRule
from linli.register.testing import AT, a_command, make_resident
from linli.staff.rules import SYSTEM
from linli.staff.testing import COMMUNITY

pytestmark = pytest.mark.django_db
ELECTION = dt.date(2026, 12, 8)


@pytest.fixture(autouse=True)
def _readers_own_typeface(monkeypatch):
    """Use the reader's own Song, whatever this machine has installed."""
    monkeypatch.setattr(typefaces, "EMBEDDABLE", ())
    typefaces.typeface.cache_clear()
    yield
    typefaces.typeface.cache_clear()


@pytest.fixture
def run(db):
    """The second roll of a community: two on it, one of them new, one gone."""
    make_town()
    gone = make_resident("丁大勇", born_on=dt.date(1970, 5, 1))
    make_resident("何秀兰", born_on=dt.date(1958, 4, 5))
    draw_rolls(COMMUNITY, on=ELECTION, rule=RollRule.REGISTERED, command=a_command(SYSTEM))
    Resident.objects.filter(pk=gone.pk).update(died_on=dt.date(2026, 11, 17))
    make_resident("周海燕", born_on=dt.date(1990, 2, 3))
    later = a_command(SYSTEM, at=AT + dt.timedelta(days=3))
    return draw_rolls(COMMUNITY, on=ELECTION, rule=RollRule.REGISTERED, command=later).runs[0]


def drawn_in(content):
    """Unpack what the pages draw."""
    streams = re.findall(rb"stream\r?\n(.*?)endstream", content, re.DOTALL)
    return b"".join(zlib.decompress(a85decode(b"<~" + one.strip(), adobe=True)) for one in streams)


def as_drawn(text):
    """Write a text as the pages hold it: two bytes a sign, the unprintable ones by number."""
    return b"".join(
        b"\\" + bytes([byte]) if byte in b"()\\" else bytes([byte]) if 32 <= byte < 127 else b"\\%03o" % byte
        for byte in text.encode("utf-16-be")
    )


def pages_of(content):
    return len(re.findall(rb"/Type /Page\b", content))


def test_a_roll_prints_on_landscape_pages_with_who_came_and_went(run):
    content = write_roll_pdf(run, voters_of(run, clear=True), changes_of(run, clear=True))
    drawn = drawn_in(content)
    assert re.search(rb"/MediaBox \[ 0 0 841\.\d+ 595\.\d+ \]", content)
    assert pages_of(content) == 3
    for text in ("何秀兰", "周海燕", "丁大勇", "新增选民", "减少选民", "死亡", "1958-04-05", "性别"):
        assert as_drawn(text) in drawn, text


def test_a_roll_to_be_put_up_has_names_and_no_homes_nor_birth_dates(run):
    content = write_roll_pdf(run, voters_of(run, clear=True), changes_of(run, clear=True), posted=True)
    drawn = drawn_in(content)
    assert as_drawn("何秀兰") in drawn
    assert not [text for text in ("1958-04-05", "竹桥小区1号楼", "丁大勇") if as_drawn(text) in drawn]


def test_the_draft_says_that_nobodys_rights_are_held_here(run):
    assert as_drawn("依照法律被剥夺政治权利的人") in drawn_in(write_roll_pdf(run, (), changes_of(run)))


def test_a_full_page_holds_two_columns_and_the_next_voter_stands_on_another(run):
    (first, second), changes = voters_of(run, clear=True), changes_of(run)
    assert pages_of(write_roll_pdf(run, [first] * (2 * _ROWS), changes, posted=False)) == 3
    assert pages_of(write_roll_pdf(run, [first] * (2 * _ROWS) + [second], changes)) == 4


@pytest.mark.parametrize(
    ("text", "shown"),
    [("竹桥", "竹桥"), ("竹桥小区一号楼", "竹桥…"), ("abcdefghij", "abcd…"), ("", "")],
    ids=["fits", "wide", "latin", "empty"],
)
def test_what_is_wider_than_its_cell_is_cut(text, shown):
    assert _fitted(text, 3 * 9.0) == shown


def test_the_workbook_has_the_voters_and_the_changes(run):
    file = io.BytesIO()
    write_roll_workbook(run, voters_of(run, clear=True), changes_of(run, clear=True), file=file)
    book = load_workbook(file)
    assert book.sheetnames == ["选民名册", "新增", "减少"]
    rows = list(book["选民名册"].iter_rows(values_only=True))
    assert rows[4][:4] == ("序号", "姓名", "性别", "出生日期")
    assert [row[:4] for row in rows[5:]] == [(1, "何秀兰", "女", "1958-04-05"), (2, "周海燕", "女", "1990-02-03")]
    assert [row[1] for row in book["减少"].iter_rows(min_row=2, values_only=True)] == ["丁大勇"]
