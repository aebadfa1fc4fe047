"""The declared notices: the shipped ones are whole, a broken one is refused with its line."""

import pytest
from django.utils.translation import override

from linli.core.facts import known_facts
from linli.messages.catalogue import SHIPPED, To, examine, load_notices
from linli.messages.errors import NoticesBroken
from linli.messages.listeners import with_notices
from linli.messages.queries import declared
from linli.messages.queries.declared import facts_to_hear, notice_name, notices

FACTS = {fact.name for fact in known_facts()}
GOOD = """\
[[notice]]
code = "ours.closed"
name = { zh-hans = "结案", zh-hant = "結案", en = "Closed" }
fact = "cases.closed"
to = "unit"
title = { zh-hans = "结案 {number}", zh-hant = "結案 {number}", en = "Closed {number}" }
text = { zh-hans = "{house}：{state}", zh-hant = "{house}：{state}", en = "{house}: {state}" }
"""


def written(tmp_path, text: str):
    (tmp_path / "messages").mkdir()
    (tmp_path / "messages" / "ours.toml").write_text(text, encoding="utf-8")
    return tmp_path


def test_the_shipped_notices_have_no_fault_and_name_only_facts_that_are_announced():
    count, problems = examine(SHIPPED, facts=FACTS)
    assert problems == []
    assert count == len(notices()) >= 15


def test_everybody_a_case_goes_through_is_told_something():
    assert {notice.to for notice in notices().values()} >= set(To) - {To.GRID_WORKER}


@pytest.mark.parametrize("code", sorted(load_notices()))
def test_a_shipped_notice_reads_well_in_all_three_languages(code):
    values = {"house": "示范街道", "number": "A-1", "state": "已派遣", "unit": "环卫所", "into": "A-2"}
    for language in ("zh-hans", "zh-hant", "en"):
        title, text = notices()[code].said(values, language=language)
        assert title
        assert "A-1" in title + text
        assert not {"{", "}"} & set(title + text)


def test_a_city_adds_and_overrides_by_code(tmp_path):
    shipped = load_notices()
    own = GOOD + GOOD.replace("ours.closed", "case.returned")
    found = load_notices(overlay=written(tmp_path, own))
    assert set(found) - set(shipped) == {"ours.closed"}
    assert found["case.returned"].fact == "cases.closed"


@pytest.mark.parametrize(
    ("was", "becomes", "line", "word"),
    [
        ('code = "ours.closed"', 'code = "Ours"', 2, "code"),
        ('to = "unit"', 'to = "everybody"', 5, "everybody"),
        ('fact = "cases.closed"', 'fact = "closed"', 4, "closed"),
        ('fact = "cases.closed"', 'fact = "cases.clsed"', 4, "cases.clsed"),
        ("结案 {number}", "结案 {phone}", 6, "phone"),
        ("Closed {number}", "Closed {number", 6, "title.en"),
        ("結案 {number}", "結案 {unit}", 6, "unit"),
        ('en = "{house}: {state}"', 'xx = "{house}"', 7, "text"),
        ("{house}：{state}", "字" * 301, 7, "300"),
        ("{house}：{state}", "宗教", 7, "宗教"),
        ('to = "unit"', 'to = "unit"\nurgent = "yes"', 6, "urgent"),
        ('to = "unit"', 'to = "unit"\nsound = "loud"', 6, "sound"),
        ("[[notice]]", "[notice]", 1, "[[notice]]"),
        ("[[notice]]", "[[notices]]", 1, "notices"),
        ('code = "ours.closed"', "code = ", 2, "TOML"),
    ],
)
def test_a_broken_notice_is_refused_with_its_line(tmp_path, was, becomes, line, word):
    count, problems = examine(written(tmp_path, GOOD.replace(was, becomes, 1)), facts=FACTS)
    assert count >= 15
    assert any(one.line == line and word in one.what for one in problems), problems
    assert {one.file for one in problems} == {"messages/ours.toml"}


def test_a_code_stands_once_in_a_directory(tmp_path):
    _count, problems = examine(written(tmp_path, GOOD + GOOD), facts=FACTS)
    assert [str(one) for one in problems] == [f"messages/ours.toml:9: {problems[0].what}"]
    assert "messages/ours.toml:2" in problems[0].what


def test_a_broken_city_s_file_stops_the_notices_and_leaves_the_shipped_ones_heard(tmp_path, settings):
    settings.LINLI_CATALOGUE = str(written(tmp_path, GOOD.replace("[[notice]]", "[[x]]")))
    declared.notices.cache_clear()
    try:
        with pytest.raises(NoticesBroken):
            notices()
        assert "cases.dispatched" in facts_to_hear()
    finally:
        declared.notices.cache_clear()


def test_what_only_residents_would_hear_is_not_even_stored_while_nothing_reaches_them(settings):
    assert "cases.reported" not in facts_to_hear()
    settings.LINLI_SMS_URL = "http://127.0.0.1:9/sms"
    assert "cases.reported" in facts_to_hear()


def test_listeners_of_other_rooms_stay_and_ours_come_last():
    facts = {fact.name: fact for fact in known_facts()}
    found = with_notices({facts["cases.dispatched"]: (print,)}, list(facts.values()))
    assert found[facts["cases.dispatched"]][0] is print
    assert len(found[facts["cases.dispatched"]]) == 2
    assert facts["places.areas-changed"] not in found


def test_a_notice_is_named_in_the_reader_s_language():
    with override("en"):
        assert notice_name("case.returned") == "Order returned by a unit"
    assert notice_name("no.longer-declared") == "no.longer-declared"


def test_a_value_of_the_fact_decides_which_notice_is_meant():
    clock = notices()["clock.to-unit-head"]
    assert clock.is_meant({"to_role": "unit-head"})
    assert not clock.is_meant({"to_role": "leader"})
    assert notices()["case.hand-off-back"].is_meant({"came_back": True})
    assert not notices()["case.hand-off-back"].is_meant({"came_back": False})
