"""Reading catalogues: every fault is named with its file and line; a city lays its own over ours; versions hold still."""

import datetime as dt
import json
from pathlib import Path

import pytest
from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st

from linli.cases.catalogue import (
    SHIPPED,
    CatalogueBroken,
    KindDeclaration,
    Stage,
    Text,
    check_directory,
    examine,
    load_directory,
)
from linli.core.calendar import Limit
from linli.core.declared_faults import BARRED_WORDS, barred_words
from linli.core.toml_files import TomlFile, read_toml

SHIPPED_CATALOGUE = load_directory(SHIPPED)
KINDS = list(SHIPPED_CATALOGUE.kinds.values())

GOOD = """\
# A kind of our own city.
[[kind]]
code = "event.stray-trolley"
name = { zh-hans = "购物车乱放", zh-hant = "購物車亂放", en = "Stray trolley" }
group = "event"
major = "event.street-order"
valid_from = 2026-01-01
duty = "urban-management"
owner_rule = "place-first"
filing_condition = { zh-hans = "手推车留在路上", zh-hant = "手推車留在路上", en = "A trolley stands on the road" }
closing_condition = { zh-hans = "已移走", zh-hant = "已移走", en = "It is gone" }
limits = { filing = "2 working hours", dispatch = "2 working hours", handling = { A = "4 working hours", B = "1 working day", C = "2 working days" }, checking = "1 working day", resident = "5 working days" }
evidence = "after"
lanes = ["on-spot", "dispatch"]
keywords = [
  "购物车",
  "手推车", "推车 = 车", "小推车",  # people say all of these
  "超市车",
]
source = "(example)"
"""


def own_directory(folder: Path, text: str | bytes = GOOD, *, name: str = "kinds/own.toml") -> Path:
    """Write a city's own directory with one file."""
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return folder


def problems_of(folder: Path, text: str | bytes, *, name: str = "kinds/own.toml") -> list[str]:
    return [str(problem) for problem in check_directory(own_directory(folder, text, name=name))]


def without(key: str) -> str:
    return "".join(line for line in GOOD.splitlines(keepends=True) if not line.startswith(f"{key} "))


# --- what is refused, and on which line

BROKEN = {
    "an unknown duty": ('duty = "urban-management"', 'duty = "space-travel"', 8, "space-travel"),
    "an unknown major class": ('major = "event.street-order"', 'major = "event.moon"', 6, "event.moon"),
    "a major class of another group": ('major = "event.street-order"', 'major = "dispute.people"', 6, "dispute"),
    "an unknown unit of a limit": ('filing = "2 working hours"', 'filing = "2 weeks"', 12, "2 weeks"),
    "a limit of nothing": ('filing = "2 working hours"', 'filing = "0 hours"', 12, "limits.filing"),
    "a limit that is a number": ('filing = "2 working hours"', "filing = 2", 12, "limits.filing"),
    "an unknown grade": ('C = "2 working days"', 'D = "2 working days"', 12, "limits.handling.D"),
    "a missing limit": (', resident = "5 working days"', "", 12, "limits.resident"),
    "a missing language": (', zh-hant = "購物車亂放"', "", 4, "zh-hant"),
    "an empty name": ('en = "Stray trolley"', 'en = " "', 4, "name.en"),
    "another language": ('en = "Stray trolley"', 'en = "Stray trolley", fr = "x"', 4, "name.fr"),
    "bad evidence": ('evidence = "after"', 'evidence = "video"', 13, "video"),
    "a bad lane": ('lanes = ["on-spot", "dispatch"]', 'lanes = ["on-spot", "fast"]', 14, "fast"),
    "no lane": ('lanes = ["on-spot", "dispatch"]', "lanes = []", 14, "lanes"),
    "a lane twice": ('lanes = ["on-spot", "dispatch"]', 'lanes = ["dispatch", "dispatch"]', 14, "lanes"),
    "an urgent lane without advice": ('lanes = ["on-spot", "dispatch"]', 'lanes = ["urgent"]', 14, "advice"),
    "a bad owner rule": ('owner_rule = "place-first"', 'owner_rule = "nobody"', 9, "nobody"),
    "an unknown group": ('group = "event"', 'group = "matter"', 5, "matter"),
    "a code of another group": ('group = "event"', 'group = "hazard"', 3, "hazard."),
    "a code in capitals": ('code = "event.stray-trolley"', 'code = "Event.Stray"', 3, "Event.Stray"),
    "a bad date": ("valid_from = 2026-01-01", 'valid_from = "soon"', 7, "valid_from"),
    "an end before the start": ("valid_from = 2026-01-01", "valid_from = 2026-01-01\nvalid_to = 2025-01-01", 8, "valid_to"),
    "too few keywords": ('  "手推车", "推车 = 车", "小推车",', "", 15, "keywords"),
    "keywords that are no list": ('keywords = [\n  "购物车",', 'keywords = "购物车"\nmore = [', 15, "keywords"),
    "an unknown key": ('source = "(example)"', 'source = "(example)"\ncolour = "red"', 21, "colour"),
    "a yes that is no truth value": ('source = "(example)"', 'source = "(example)"\nconfidential = "yes"', 21, "true"),
    "a barred word": ('zh-hans = "手推车留在路上"', 'zh-hans = "登记重点人员"', 10, "重点人员"),
    "a barred word in capitals": ('en = "A trolley stands on the road"', 'en = "Ask for Religion"', 10, "religio"),
    "a barred key": ('source = "(example)"', 'source = "(example)"\n"民族" = "x"', 21, "民族"),
    "wrong syntax": ('duty = "urban-management"', "duty = urban-management", 8, "TOML"),
    "a string without end": ('evidence = "after"', 'evidence = "after', 13, "TOML"),
    "a key twice": ('evidence = "after"', 'evidence = "after"\nevidence = "none"', 14, "TOML"),
    "another table": ("# A kind of our own city.", "# A kind of our own city.\n[[sort]]\nx = 1\n", 2, "sort"),
}  # fmt: skip


@pytest.mark.parametrize("fault", BROKEN)
def test_a_fault_is_named_with_its_line(tmp_path, fault):
    old, new, line, word = BROKEN[fault]
    assert GOOD.count(old) == 1
    found = problems_of(tmp_path, GOOD.replace(old, new))
    assert any(problem.startswith(f"kinds/own.toml:{line}: ") and word in problem for problem in found), found


@pytest.mark.parametrize(
    "key", ["name", "group", "major", "valid_from", "duty", "limits", "evidence", "lanes", "source"]
)
def test_a_missing_key_is_named_at_the_head_of_its_kind(tmp_path, key):
    [problem] = problems_of(tmp_path, without(key))
    assert problem.startswith("kinds/own.toml:2: ")
    assert key in problem


def test_a_good_directory_of_a_city_has_no_problems(tmp_path):
    kinds, problems = examine(own_directory(tmp_path))
    assert problems == []
    assert kinds == len(KINDS) + 1


def test_a_fault_in_the_second_kind_has_the_second_kinds_line(tmp_path):
    second = GOOD.replace("stray-trolley", "stray-cart").replace('"after"', '"video"')
    [problem] = problems_of(tmp_path, GOOD + "\n" + second)
    assert problem.startswith("kinds/own.toml:34: ")


def test_a_code_used_twice_names_the_first_place(tmp_path):
    own_directory(tmp_path)
    [problem] = problems_of(tmp_path, GOOD, name="kinds/zz.toml")
    assert problem.startswith("kinds/zz.toml:3: ")
    assert "kinds/own.toml:3" in problem


def test_a_gb18030_file_is_told_to_become_utf_8(tmp_path):
    [problem] = problems_of(tmp_path, GOOD.encode("gb18030"))
    assert problem.startswith("kinds/own.toml:4: ")
    assert "UTF-8" in problem


def test_windows_line_ends_and_a_byte_order_mark_keep_their_lines(tmp_path):
    text = GOOD.replace('"after"', '"video"').replace("\n", "\r\n")
    [problem] = problems_of(tmp_path, b"\xef\xbb\xbf" + text.encode())
    assert problem.startswith("kinds/own.toml:13: ")


def test_a_kind_table_that_is_no_list_is_refused(tmp_path):
    [problem] = problems_of(tmp_path, "[kind]\ncode = 'event.x'\n")
    assert problem.startswith("kinds/own.toml:1: ")


def test_a_misspelt_file_name_is_refused(tmp_path):
    [problem] = problems_of(tmp_path, "[[duty]]\n", name="dutys.toml")
    assert problem.startswith("dutys.toml:1: ")


def test_an_empty_directory_is_refused(tmp_path):
    [problem] = check_directory(tmp_path)
    assert problem.line == 1


def test_an_empty_file_is_a_file_without_kinds(tmp_path):
    assert problems_of(tmp_path, "") == []


def test_a_directory_where_a_file_should_be_is_a_problem_not_a_crash(tmp_path):
    (tmp_path / "kinds" / "own.toml").mkdir(parents=True)
    [problem] = check_directory(tmp_path)
    assert str(problem).startswith("kinds/own.toml:1: ")


CALENDAR = (
    'holidays = "CN"\nperiods = [\n  { start = "08:00", end = "11:30" },\n  { start = "14:00", end = "18:00" },\n]\n'
)


@pytest.mark.parametrize(
    ("old", "new", "line"),
    [
        ('"08:00"', '"8 o\'clock"', 2),
        ('end = "11:30"', 'end = "07:30"', 2),
        ('start = "14:00"', 'start = "11:00"', 2),
        ('"CN"', '"MARS"', 1),
        ("]\n", "]\ndays_off = [2026-03-02]\ndays_on = [2026-03-02]\n", 7),
        ("]\n", "]\ndays_off = [1]\n# 1 is no date\nhour = 3\n", 8),
    ],
)
def test_office_hours_that_make_no_sense_are_refused(tmp_path, old, new, line):
    found = problems_of(tmp_path, CALENDAR.replace(old, new, 1), name="calendar.toml")
    assert any(problem.startswith(f"calendar.toml:{line}: ") for problem in found), found


def test_a_full_copy_is_checked_by_itself(tmp_path):
    for path in SHIPPED.rglob("*.toml"):
        own_directory(tmp_path, path.read_bytes(), name=path.relative_to(SHIPPED).as_posix())
    duties = tmp_path / "duties.toml"
    duties.write_text(
        duties.read_text(encoding="utf-8").replace('code = "heating"', 'code = "warmth"'), encoding="utf-8"
    )
    found = check_directory(tmp_path)
    assert {problem.file for problem in found} == {"kinds/components.toml", "kinds/events.toml", "kinds/hotline.toml"}
    assert all("heating" in problem.what for problem in found)


# --- loading, overriding, versions


def test_a_broken_catalogue_is_not_loaded_and_says_why(tmp_path):
    with pytest.raises(CatalogueBroken) as refused:
        load_directory(SHIPPED, overlay=own_directory(tmp_path, without("duty")))
    assert len(refused.value.problems) == 1
    assert "kinds/own.toml:2" in str(refused.value)


def test_a_directory_without_a_calendar_cannot_stand_alone(tmp_path):
    with pytest.raises(CatalogueBroken):
        load_directory(own_directory(tmp_path))


def test_a_city_overrides_a_kind_by_its_code(tmp_path):
    text = GOOD.replace("event.stray-trolley", "event.exposed-rubbish")
    catalogue = load_directory(SHIPPED, overlay=own_directory(tmp_path, text))
    assert catalogue.kinds["event.exposed-rubbish"].name.en == "Stray trolley"
    assert len(catalogue.kinds) == len(KINDS)
    shipped = SHIPPED_CATALOGUE.kinds["event.exposed-rubbish"]
    assert catalogue.kinds["event.exposed-rubbish"].version != shipped.version


def test_a_city_brings_its_own_duty_and_hours(tmp_path):
    duty = '[[duty]]\ncode = "canals"\nname = { zh-hans = "运河", zh-hant = "運河", en = "Canals" }\n'
    own_directory(tmp_path, duty, name="duties.toml")
    own_directory(tmp_path, CALENDAR + "days_on = [2026-10-03]\n", name="calendar.toml")
    overlay = own_directory(tmp_path, GOOD.replace("urban-management", "canals"))
    catalogue = load_directory(SHIPPED, overlay=overlay)
    assert catalogue.kinds["event.stray-trolley"].duty == "canals"
    assert catalogue.calendar.hours[0] == (dt.time(8), dt.time(11, 30))
    assert catalogue.calendar.is_working_day(dt.date(2026, 10, 3))


def test_a_kept_declaration_reads_back_with_the_same_version():
    for kind in KINDS:
        again = KindDeclaration.model_validate(json.loads(json.dumps(kind.declared())))
        assert again == kind
        assert again.version == kind.version


def test_a_changed_copy_of_a_kind_has_a_version_of_its_own():
    kind = KINDS[0]
    before = kind.version
    changed = kind.model_copy(update={"duty": f"{kind.duty}-elsewhere"})
    assert changed.version == KindDeclaration.model_validate(changed.declared()).version != before
    assert kind.model_copy().version == kind.version == before


def test_the_version_changes_with_the_content_only(tmp_path):
    def version(folder: str, text: str) -> str:
        overlay = own_directory(tmp_path / folder, text)
        return load_directory(SHIPPED, overlay=overlay).kinds["event.stray-trolley"].version

    moved = GOOD.replace('source = "(example)"\n', "").replace(
        "[[kind]]\n", '[[kind]]\n\nsource = "(example)" # here\n'
    )
    longer = GOOD.replace('filing = "2 working hours"', 'filing = "3 working hours"')
    assert (
        version("a", GOOD) == version("b", moved) == version("c", GOOD.replace('"1 working day"', '"1 working days"'))
    )
    assert version("a", GOOD) != version("d", longer)


def test_limits_follow_the_grade_and_the_middle_one_when_there_is_none(tmp_path):
    kind = load_directory(SHIPPED, overlay=own_directory(tmp_path)).kinds["event.stray-trolley"]
    handling = [kind.limit(Stage.HANDLING, grade=grade) for grade in ("A", "B", "C", "")]
    assert handling == [
        Limit.parse(text) for text in ("4 working hours", "1 working day", "2 working days", "1 working day")
    ]
    assert kind.limit(Stage.RESIDENT, grade="C") == Limit.parse("5 working days")


def test_a_kind_counts_from_its_first_to_its_last_day(tmp_path):
    text = GOOD.replace("valid_from = 2026-01-01", "valid_from = 2026-01-01\nvalid_to = 2026-12-31")
    catalogue = load_directory(SHIPPED, overlay=own_directory(tmp_path, text))
    days = (dt.date(2025, 12, 31), dt.date(2026, 1, 1), dt.date(2026, 12, 31), dt.date(2027, 1, 1))
    in_force = ["event.stray-trolley" in {kind.code for kind in catalogue.kinds_on(day)} for day in days]
    assert in_force == [False, True, True, False]


def test_a_kind_is_frozen():
    with pytest.raises(ValueError, match="frozen"):
        KINDS[0].code = "other"


def test_texts_follow_the_language_of_the_moment():
    text = Text.model_validate({"zh-hans": "网格", "zh-hant": "網格", "en": "grid"})
    said = {}
    for language in ("zh-hans", "zh-hant", "en", "fr"):
        with override(language):
            said[language] = str(text)
    assert said == {"zh-hans": "网格", "zh-hant": "網格", "en": "grid", "fr": "网格"}


@given(st.lists(st.sampled_from(["[[kind]]", 'a = "x"', "b = [", "# [[kind]] c = 1", "", 's = """', "t = { u = 1 }"])))
def test_every_key_of_a_readable_file_is_found_on_a_line_that_holds_it(pieces):
    closers = {"b = [": 'b = [\n  ["y = 1"],\n  [2]\n]', 's = """': 's = """\n[[kind]]\nz = 1\n"""'}
    lines, seen = [], set()
    for piece in pieces:
        key = piece.split(" ")[0]
        if piece == "[[kind]]":
            seen = set()
        elif key in seen or (piece and not piece.startswith("#") and "[[kind]]" not in lines):
            continue
        seen.add(key)
        lines.append(closers.get(piece, piece))
    text = "\n".join(lines) + "\n"
    for place, line in TomlFile("x.toml", {}, text).lines.items():
        assert str([part for part in place if isinstance(part, str)][-1]) in text.splitlines()[line - 1]


def test_reading_reports_a_missing_file(tmp_path):
    assert "x.toml:1: " in str(read_toml(tmp_path / "x.toml", name="x.toml"))


@pytest.mark.parametrize("word", BARRED_WORDS)
def test_a_barred_word_is_found_wherever_it_stands(word):
    content = {"kind": [{"name": {"en": "x"}, "keywords": ["y", f"登记{word.upper()}"]}]}
    assert (("kind", 0, "keywords", 1), word) in list(barred_words(content))


@pytest.mark.parametrize("text", ["微信教程", "目前科室", "网红打卡点", "bus timetable online times"])
def test_harmless_words_are_not_taken_for_barred_ones(text):
    assert list(barred_words({"kind": [{"keywords": [text]}]})) == []
