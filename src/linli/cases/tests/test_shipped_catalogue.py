"""The shipped catalogue: no problems, three languages that agree, limits that fit, and nothing that is barred."""

import datetime as dt
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from opencc import OpenCC

from linli.cases.catalogue import SHIPPED, Group, Stage, check_directory, kinds_table, load_directory
from linli.cases.rules import Evidence
from linli.core.toml_files import read_toml

SHIPPED_CATALOGUE = load_directory(SHIPPED)
KINDS = list(SHIPPED_CATALOGUE.kinds.values())


def test_the_shipped_catalogue_has_no_problems():
    assert check_directory(SHIPPED) == []
    assert {folder.name for folder in SHIPPED.iterdir()} >= {"kinds", "duties.toml", "calendar.toml"}


def test_the_shipped_catalogue_is_wide_enough():
    groups = Counter(kind.group for kind in KINDS)
    least = {"component": 15, "event": 20, "request": 17, "hazard": 6, "dispute": 20, "service": 8}
    assert len(KINDS) >= 120
    assert all(groups[Group(group)] >= number for group, number in least.items())
    assert {kind.major for kind in KINDS if kind.group is Group.EVENT} == {
        f"event.{major}"
        for major in ("appearance", "advertising", "construction", "street-order", "sudden", "extension")
    }


FIELDS = {
    "request.urban-construction": "城乡建设",
    "request.environment": "环境保护",
    "request.transport": "交通运输",
    "request.education-culture-sport": "教育文体",
    "request.labour-social-security": "劳动和社会保障",
    "request.commerce-tourism": "商贸旅游",
    "request.health-family": "卫生计生",
}


@pytest.mark.parametrize(("code", "label"), FIELDS.items())
def test_imported_messages_find_a_kind_by_their_class(code, label):
    assert SHIPPED_CATALOGUE.kinds[code].name.zh_hans == label


DISPUTE_TYPES = (
    "婚姻家庭 邻里 房屋宅基地 合同 生产经营 损害赔偿 山林土地 征地拆迁 环境污染 劳动争议 消费 医疗 道路交通 物业 其他"
)


@pytest.mark.parametrize("name", DISPUTE_TYPES.split())
def test_each_statistical_type_of_dispute_has_a_kind(name):
    assert any(kind.name.zh_hans.startswith(name) for kind in KINDS if kind.group is Group.DISPUTE)


def test_disputes_and_counsel_are_confidential():
    open_disputes = [kind.code for kind in KINDS if kind.group is Group.DISPUTE and not kind.confidential]
    counsel = ("service.legal-advice", "service.counselling", "request.mental-care", "request.tip-off")
    assert open_disputes == []
    assert all(SHIPPED_CATALOGUE.kinds[code].confidential for code in counsel)


def test_photos_are_asked_for_only_where_a_place_or_thing_is_put_right():
    asked = {kind.group for kind in KINDS if kind.evidence is not Evidence.NONE}
    assert asked <= {Group.COMPONENT, Group.EVENT, Group.HAZARD, Group.REQUEST}
    requests = [kind for kind in KINDS if kind.group is Group.REQUEST and kind.evidence is not Evidence.NONE]
    assert {kind.major for kind in requests} == {"request.compound"}


def test_every_duty_and_major_class_is_used():
    assert {kind.duty for kind in KINDS} == set(SHIPPED_CATALOGUE.duties)
    assert {kind.major for kind in KINDS} == set(SHIPPED_CATALOGUE.majors)


def test_the_list_of_services_has_what_residents_ask_for_and_not_the_offices_own_work():
    house = load_directory(SHIPPED)
    listed = {major.code: major.group for major in house.majors.values() if major.on_service_list}
    assert set(listed.values()) == {Group.SERVICE}
    assert {major.code for major in house.majors.values() if major.group is Group.SERVICE} - set(listed) == {
        "service.records"
    }


def test_names_tell_kinds_apart_in_each_language():
    for language in ("zh-hans", "zh-hant", "en"):
        names = Counter(kind.name.in_language(language) for kind in KINDS)
        assert [name for name, number in names.items() if number > 1] == []


_ROUGHLY_WORKING_HOURS = {"hours": 1 / 3, "working hours": 1.0, "working days": 7.5}


@pytest.mark.parametrize("grade", "ABC")
def test_the_residents_limit_leaves_room_for_the_units(grade):
    def rough(kind, stage):
        limit = kind.limit(stage, grade=grade)
        return limit.amount * _ROUGHLY_WORKING_HOURS[limit.unit.value]

    steps = (Stage.FILING, Stage.DISPATCH, Stage.HANDLING)
    short = [kind.code for kind in KINDS if sum(rough(kind, step) for step in steps) > rough(kind, Stage.RESIDENT)]
    assert short == []


def test_emergencies_name_a_number_to_call():
    urgent = [SHIPPED_CATALOGUE.kinds[code] for code in ("event.gas-leak", "hazard.lift", "event.fallen-wire")]
    for kind in urgent:
        assert all(any(number in said for number in ("119", "95598")) for said in (kind.advice.zh_hans, kind.advice.en))


def all_texts(content: object) -> Iterator[dict[str, str]]:
    if isinstance(content, dict):
        if "zh-hans" in content:
            yield content
        else:
            for value in content.values():
                yield from all_texts(value)
    elif isinstance(content, list):
        for value in content:
            yield from all_texts(value)


def shipped_texts() -> list[dict[str, str]]:
    files = [read_toml(path, name=path.name) for path in sorted(SHIPPED.rglob("*.toml"))]
    return [text for file in files for text in all_texts(dict(file.content))]


def test_every_text_has_the_three_languages():
    texts = shipped_texts()
    assert len(texts) > 700
    assert all(set(text) == {"zh-hans", "zh-hant", "en"} for text in texts)
    assert [text for text in texts if any(ord(letter) > 0x2E7F for letter in text["en"])] == []


def test_traditional_texts_say_the_same_as_the_simplified_ones():
    back = OpenCC("t2s")
    assert [text for text in shipped_texts() if back.convert(text["zh-hant"]) != text["zh-hans"]] == []


def test_no_simplified_form_is_left_in_a_traditional_text():
    # Big5 holds the Traditional characters in use and none of the Simplified-only ones.
    def is_foreign(letter: str) -> bool:
        return not letter.isascii() and not letter.encode("big5", errors="ignore")

    left = {(letter, text["zh-hant"]) for text in shipped_texts() for letter in text["zh-hant"] if is_foreign(letter)}
    assert left == set()


# --- reasons, channels, hours


def test_what_the_hotline_does_not_accept_has_another_way():
    reasons = SHIPPED_CATALOGUE.decline_reasons
    assert {"emergency", "in-proceedings", "same-matter", "secret", "outside-duty"} <= set(reasons)
    assert all(number in reasons["emergency"].tell.zh_hans for number in ("110", "119", "120", "122"))


def test_off_list_work_is_returned_with_one_click():
    reason = SHIPPED_CATALOGUE.return_reasons["not-on-list"]
    assert not reason.note_required
    assert SHIPPED_CATALOGUE.return_reasons["not-ours"].disputes_owner


def test_the_ways_in_that_communities_practise_are_there():
    wanted = {"counter", "phone", "portal", "api", "import", "field", "wecom", "wechat", "mailbox", "12345", "patrol"}
    practised = {
        "letters",
        "suggestion-box",
        "leader-reception",
        "sms",
        "broadcast",
        "group-chat",
        "microblog",
        "forum",
    }
    assert wanted | practised <= set(SHIPPED_CATALOGUE.channels)


def test_office_hours_are_the_usual_ones():
    hours = SHIPPED_CATALOGUE.calendar.hours
    assert hours == ((dt.time(8, 30), dt.time(12)), (dt.time(13, 30), dt.time(17, 30)))


# --- the reference page


def test_the_reference_page_is_the_one_the_catalogue_writes():
    page = Path(__file__).resolve().parents[4] / "docs" / "reference" / "case-kinds.md"
    assert page.read_text(encoding="utf-8") == kinds_table(SHIPPED_CATALOGUE), "run: linli catalogue table > " + str(
        page
    )


def test_the_reference_page_has_a_row_for_each_kind():
    page = kinds_table(SHIPPED_CATALOGUE)
    assert all(page.count(f"| `{kind.code}` |") == 1 for kind in KINDS)


def test_the_example_of_the_how_to_page_is_accepted(tmp_path):
    page = (Path(__file__).resolve().parents[4] / "docs" / "how-to" / "add-a-case-kind.md").read_text(encoding="utf-8")
    example = page.split("```toml\n")[1].split("```")[0]
    (tmp_path / "kinds").mkdir()
    (tmp_path / "kinds" / "ours.toml").write_text(example, encoding="utf-8")
    assert check_directory(tmp_path) == []
