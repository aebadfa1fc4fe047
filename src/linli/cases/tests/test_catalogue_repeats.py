"""Repeats as data: what is counted together, and what never is."""

import datetime as dt

import pytest

from linli.cases.catalogue import SHIPPED, check_directory, load_directory
from linli.cases.catalogue.shapes import Group

SHIPPED_CATALOGUE = load_directory(SHIPPED)

GOOD = """\
# Our own lamps.
[[repeat]]
code = "lamps"
name = { zh-hans = "路灯", zh-hant = "路燈", en = "Lamps" }
kinds = ["component.street-lamp", "component.high-mast-lamp"]
radius_m = 60
window_days = 120
least = 3
by_itself = 5
root_cause = "event.root-cause"
source = "(example)"
"""


def problems_of(folder, text):
    (folder / "repeats.toml").write_text(text, encoding="utf-8")
    return [str(problem) for problem in check_directory(folder)]


def test_a_citys_own_rule_goes_before_the_one_of_the_group(tmp_path):
    assert problems_of(tmp_path, GOOD) == []
    rule = load_directory(SHIPPED, overlay=tmp_path).repeats["component.street-lamp"]

    assert (rule.code, rule.radius_m, rule.window, rule.least, rule.by_itself) == ("lamps", 60, dt.timedelta(120), 3, 5)
    assert rule.kinds == {"component.street-lamp", "component.high-mast-lamp"}


@pytest.mark.parametrize(
    ("old", "new", "line", "said"),
    [
        ('"component.street-lamp", ', '"component.lamp-of-old", ', 5, "component.lamp-of-old"),
        ('"component.street-lamp", ', '"dispute.neighbour", ', 5, "涉及个人"),
        ('"component.street-lamp", ', '"request.tip-off", ', 5, "涉及个人"),
        ('"component.street-lamp", ', '"component.high-mast-lamp", ', 5, "重复"),
        ('"component.street-lamp", ', '"event.full-bins", ', 5, "rubbish"),
        ('kinds = ["component.street-lamp", "component.high-mast-lamp"]', 'group = "request"', 5, "不是人"),
        ('kinds = ["component.street-lamp", "component.high-mast-lamp"]', 'group = "dispute"', 5, "不是人"),
        ('kinds = ["component.street-lamp", "component.high-mast-lamp"]', 'group = "component"', 5, "every-component"),
        ("radius_m = 60", "radius_m = 5000", 6, "500"),
        ("window_days = 120", "window_days = 1", 7, "7"),
        ("least = 3", "least = 1", 8, "2"),
        ("by_itself = 5", "by_itself = 3", 9, "by_itself"),
        ('root_cause = "event.root-cause"', 'root_cause = "event.cause"', 10, "event.cause"),
        ('root_cause = "event.root-cause"', 'root_cause = "component.street-lamp"', 10, "根源案卷"),
        ('source = "(example)"', 'reporters = "(example)"', 11, "reporters"),
    ],
)
def test_a_wrong_rule_is_refused_with_its_line(tmp_path, old, new, line, said):
    found = problems_of(tmp_path, GOOD.replace(old, new))

    assert any(f":{line}: " in problem and said in problem for problem in found), found


def test_a_rule_names_kinds_or_a_group(tmp_path):
    assert problems_of(tmp_path, GOOD.replace("least", 'group = "hazard"\nleast'))


def test_no_confidential_kind_no_dispute_and_no_service_is_counted():
    counted = {SHIPPED_CATALOGUE.kinds[code] for code in SHIPPED_CATALOGUE.repeats}

    assert not any(kind.confidential for kind in counted)
    assert {kind.group for kind in counted} <= {Group.COMPONENT, Group.EVENT, Group.HAZARD, Group.REQUEST}


def test_requests_are_counted_only_where_they_tell_of_a_thing():
    requests = {code for code in SHIPPED_CATALOGUE.repeats if code.startswith("request.")}

    assert requests == {
        "request.leak", "request.drain-blocked", "request.water-cut", "request.power-cut", "request.gas-cut",
        "request.heating", "request.smell", "request.pests",
    }  # fmt: skip


def test_every_rule_ends_in_a_kind_that_is_not_counted_itself():
    for rule in SHIPPED_CATALOGUE.repeats.values():
        root = SHIPPED_CATALOGUE.kinds[rule.root_cause]
        assert root.code not in SHIPPED_CATALOGUE.repeats
        assert not root.confidential


def test_every_component_event_and_hazard_is_counted():
    for kind in SHIPPED_CATALOGUE.kinds.values():
        if kind.group in {Group.COMPONENT, Group.EVENT, Group.HAZARD} and kind.code != "event.root-cause":
            assert kind.code in SHIPPED_CATALOGUE.repeats
