"""Which organisations may keep members here: the kind decides first, then the name."""

import datetime as dt
from dataclasses import replace

import pytest

from linli.register import errors
from linli.register.rules.organisations import (
    NewOrganisation,
    check_closing,
    check_may_keep_members,
    check_organisation,
    worship_word,
)

TODAY = dt.date(2026, 11, 16)
TEAM = NewOrganisation("竹桥志愿服务队", "volunteer-team", "990101001001001", dt.date(2020, 1, 1))
KINDS = ("volunteer-team", "shop")


@pytest.mark.parametrize(
    "name",
    [
        "青溪寺居士林", "城隍庙理事会", "龙王廟香客会", "松门基督堂青年团契", "天主教爱国会", "天主堂唱诗班", "松门区佛教协会", "念佛小组",
        "道教协会", "街道道教活动组", "伊斯兰教协会", "清真寺民主管理委员会", "竹桥家庭教会", "福音小组", "圣经学习会", "某某信众联谊会",
        "气功修炼小组", "St Mary Church Choir", "Mosque committee", "寺路清真寺之友", "福音家园", "基督小区团契",
    ],
)  # fmt: skip
def test_a_body_of_worship_is_told_by_its_name(name):
    assert worship_word(name)
    with pytest.raises(errors.WorshipKeepsNoMembers, match="宗教"):
        check_may_keep_members(name, kind_name="社区社会组织", kind_keeps=True)


@pytest.mark.parametrize(
    "name",
    [
        "竹桥志愿服务队", "清真寺路志愿服务队", "清真寺路小学家长志愿队", "观音寺社区居民委员会", "大佛寺小区业主委员会", "教堂街社区舞蹈队",
        "白云寺新村象棋社", "关帝庙街邻里互助组", "青溪街道教育志愿队", "春天主题摄影社", "庙会秩序志愿队", "寺右新马路合唱团", "柳塘社区居民委员会",
    ],
)  # fmt: skip
def test_a_place_named_after_one_is_harmless(name):
    assert worship_word(name) is None
    check_may_keep_members(name, kind_name="社区社会组织", kind_keeps=True)


@pytest.mark.parametrize("name", ["清真寺路小学", "兰州清真拉面馆", "庙街便利店"])
def test_the_kind_decides_before_the_name_is_looked_at(name):
    with pytest.raises(errors.KindKeepsNoMembers):
        check_may_keep_members(name, kind_name="学校和幼儿园", kind_keeps=False)
    check_organisation(replace(TEAM, name=name, kind="shop"), kinds=KINDS, today=TODAY)


@pytest.mark.parametrize(
    ("change", "refusal"),
    [
        ({"name": "  "}, errors.OrganisationNameWrong),
        ({"name": "队" * 81}, errors.OrganisationNameWrong),
        ({"kind": "sect"}, errors.OrganisationKindUnknown),
        ({"credit_code": "91990101MA00000001"}, errors.CreditCodeInvalid),
        ({"phone": "12"}, errors.PhoneInvalid),
        ({"since": dt.date(2026, 11, 17)}, errors.OrganisationDatesWrong),
    ],
)
def test_an_organisation_that_cannot_be_true_is_refused(change, refusal):
    with pytest.raises(refusal):
        check_organisation(replace(TEAM, **change), kinds=KINDS, today=TODAY)


@pytest.mark.parametrize("until", [dt.date(2019, 12, 31), dt.date(2026, 11, 17)])
def test_an_organisation_ends_after_it_began_and_not_in_the_future(until):
    with pytest.raises(errors.OrganisationDatesWrong):
        check_closing(since=TEAM.since, until=until, today=TODAY)
