"""The declared visits: what ships is whole; a mistake is told with its line; nothing may name persons or tell of disputes."""

import json

import pytest
from click.testing import CliRunner

from linli.cases.cli_catalogue import BESIDE, catalogue
from linli.core.declared_folder import SHIPPED
from linli.register.catalogue import declared as register_declared
from linli.visits.catalogue import declared, examine, forget, load_declared
from linli.visits.errors import DeclarationsBroken
from linli.visits.rules import Every

CARE = """[[care]]
code = "volunteers-monthly"
name = { zh-hans = "志愿者每月", zh-hant = "志願者每月", en = "Volunteers monthly" }
programme = "volunteers"
purpose = "get-to-know"
every = "month"
source = "(example)"
"""


@pytest.fixture(name="city")
def city_directory(tmp_path):
    (tmp_path / "visits").mkdir()

    def written(text: str):
        (tmp_path / "visits" / "own.toml").write_text(text, encoding="utf-8")
        return tmp_path

    return written


def test_what_ships_is_whole():
    count, problems = examine(SHIPPED)
    assert problems == []
    found = declared()
    assert count == len(found.purposes) + len(found.care) + len(found.rhythms) + len(found.events)


def test_the_three_must_visits_and_the_six_must_arrive_are_there():
    found = declared()
    assert {one.programme: one.every for one in found.care.values()} == {
        "care-visits": Every.WEEK,
        "minimum-living": Every.MONTH,
        "disability-living": Every.MONTH,
        "disability-nursing": Every.MONTH,
    }
    assert [one.every for one in found.rhythms.values()] == [Every.HALF_YEAR]
    must_arrive = {
        "family-change",
        "sudden-hardship",
        "emergency",
        "neighbour-dispute",
        "group-conflict",
        "public-order",
    }
    assert must_arrive <= set(found.events)


def test_every_class_rests_on_a_programme_with_consent_or_law():
    programmes, purposes = register_declared().programmes, register_declared().purposes
    for care in declared().care.values():
        assert purposes[programmes[care.programme].purpose].law


def test_a_city_adds_its_own(city):
    where = city(CARE)
    assert examine(where)[1] == []
    assert load_declared(overlay=where).care["volunteers-monthly"].every is Every.MONTH


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (CARE.replace('"volunteers"', '"key-list"'), "visits/own.toml:4: 没有服务项目“key-list”"),
        (CARE.replace('"get-to-know"', '"look-around"'), "visits/own.toml:5: 没有走访目的“look-around”"),
        (CARE.replace('"month"', '"hour"'), "visits/own.toml:6: “every”的值“hour”不对"),
        (CARE + 'residents = ["a"]\n', "visits/own.toml:8: 不认识的键“residents”"),
        (CARE + CARE, "visits/own.toml:9: 编码“volunteers-monthly”在这个文件里重复"),
        (CARE.replace("志愿者每月", "重点人员每月"), "visits/own.toml:3: “重点人员”不能写进目录"),
        ("[[round]]\n", "visits/own.toml:1: 不认识的表“round”"),
    ],
    ids=["no-programme", "no-purpose", "no-rhythm", "list-of-persons", "twice", "barred", "table"],
)
def test_a_mistake_is_told_with_its_line(city, text, told):
    _count, problems = examine(city(text))
    assert any(str(one).startswith(told) for one in problems), [str(one) for one in problems]


EVENT = """[[event]]
code = "quarrel"
name = { zh-hans = "争吵", zh-hant = "爭吵", en = "Quarrel" }
purpose = "neighbours"
kinds = ["%s"]
within_days = 1
source = "(example)"
"""


@pytest.mark.parametrize(
    ("kind", "told"), [("dispute.leak", "保密类别"), ("dispute.none", "没有类别")], ids=["confidential", "unknown"]
)
def test_no_event_tells_of_a_confidential_case(city, kind, told):
    _count, problems = examine(city(EVENT % kind))
    assert [told in str(one) and ":5:" in str(one) for one in problems] == [True]


def test_an_event_without_cause_is_refused(city):
    _count, problems = examine(city(EVENT.replace('kinds = ["%s"]\n', "")))
    assert len(problems) == 1


def test_a_broken_catalogue_is_not_used(city):
    with pytest.raises(DeclarationsBroken):
        load_declared(overlay=city("[[care]]\n"))


def test_the_command_checks_visits_too(city, monkeypatch, db):
    where = city(CARE.replace('"month"', '"hour"'))
    monkeypatch.setitem(BESIDE, "visits", examine)
    told = CliRunner().invoke(catalogue, ["check", str(where), "--json"])
    assert told.exit_code == 1
    found = json.loads(told.stdout)
    assert found["visits"] > 0
    assert any("visits/own.toml:6" in one for one in found["problems"])


def test_a_citys_own_directory_is_in_force(city, settings):
    settings.LINLI_CATALOGUE = str(city(CARE))
    forget()
    try:
        assert "volunteers-monthly" in declared().care
    finally:
        forget()
