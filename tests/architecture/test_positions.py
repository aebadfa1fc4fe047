"""The law pack and the phone say on which occasions the app reads where the phone is: exactly those that the code has."""

import re
from pathlib import Path

import pytest

from linli.fieldsync.exports.law_papers import position_said
from linli.fieldsync.exports.law_texts import POSITION_READS

APP = Path(__file__).resolve().parents[2] / "fieldapp/src"
WRAPPER = "ui/parts/position.ts"
FIELD = "ui/parts/place.tsx"  # reads for the pages that show it
FORMS = "forms/open.ts"  # the form engine asks the browser itself
LAW_PAGE = (APP / "ui/pages/law.tsx").read_text(encoding="utf-8")


def sources():
    found = {path.relative_to(APP).as_posix(): path for path in sorted([*APP.rglob("*.ts"), *APP.rglob("*.tsx")])}
    return {name: path.read_text(encoding="utf-8") for name, path in found.items()}


def having(pattern):
    return {name for name, text in sources().items() if re.search(pattern, text)}


def test_one_module_alone_asks_the_browser_where_the_phone_is():
    assert having(r"geolocation") == {WRAPPER}


def test_it_stops_after_fifteen_seconds_as_the_texts_say():
    assert "满15秒就停" in position_said()
    assert f"t('{position_said()}')" in LAW_PAGE
    source = sources()[WRAPPER]
    assert "const LONGEST_MS = 15_000" in source
    assert re.search(r"setTimeout\(\(\) => stop\('lost'\), LONGEST_MS\)", source)


def test_every_reader_of_the_position_is_an_occasion_that_is_told():
    readers = having(r"\b(?:usePosition|mayLocate)\(") - {WRAPPER}
    assert FIELD in readers
    shown = having(r"<PlaceField\b") | having(r"from '@getodk/web-forms'")
    told = {file for one in POSITION_READS for file in one.files}
    assert told == (readers - {FIELD}) | shown


def test_every_occasion_is_told_once():
    files = [file for one in POSITION_READS for file in one.files]
    assert len(files) == len(set(files))


def test_without_a_tap_it_is_read_in_a_report_alone_and_where_that_was_permitted():
    assert having(r"<PlaceField\b(?:(?!/>)[\s\S])*?\sauto\b") == {"ui/pages/report.tsx"}
    assert having(r"\bmayLocate\(") - {WRAPPER} == {FIELD}
    [by_itself] = [one for one in POSITION_READS if "自动" in str(one.when)]
    assert by_itself.files == ("ui/pages/report.tsx",)


def test_what_makes_a_report_look_again_is_told():
    """It looks when it opens, when its page comes back into view, and when somebody begins to tell."""
    [looks] = re.findall(r"mayLocate\(\)[^\n]*\n {2}\}, \[([^\]]*)\]\)", sources()[FIELD])
    assert looks == "told, returns"
    [when] = [str(one.when) for one in POSITION_READS if one.files == ("ui/pages/report.tsx",)]
    assert "打开“上报”、回到这一页或隔了几分钟才开始写时" in when


def test_a_photo_takes_a_place_along_only_where_the_kind_needs_a_pair():
    [photo] = [one for one in POSITION_READS if one.files == ("ui/pages/case/shots.tsx",)]
    assert "前后照片" in str(photo.when)
    assert re.findall(r".*\bseek\(\)", sources()["ui/pages/case/shots.tsx"]) == ["    if (paired) seek()"]


@pytest.mark.parametrize("one", POSITION_READS, ids=lambda one: one.files[0])
def test_the_phone_tells_the_same_occasions(one):
    assert f"[t('{one.when}'), t('{one.then}')]" in LAW_PAGE


def test_the_phone_tells_no_other_occasion():
    assert len(re.findall(r"^ {4}\[t\('[^']+'\), t\('[^']+'\)\],$", LAW_PAGE, re.MULTILINE)) == len(POSITION_READS)
