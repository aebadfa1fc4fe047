"""The query language: what is typed is read, written back the same, and refused with its place."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linli.register.asking.attributes import ASKED, ATTRIBUTES, Kind
from linli.register.asking.language import parse
from linli.register.asking.printing import printed
from linli.register.asking.tree import (
    AtHome,
    Between,
    Comparison,
    CountAtHome,
    Enrolled,
    Known,
    Member,
    Not,
    OneOf,
    Op,
    Share,
    both,
    either,
)
from linli.register.errors import AttributeNotAsked, AttributeUnknown, QueryUnreadable

NAMES = st.text(alphabet='竹桥社区甲乙丙 /abc0123"”', min_size=1, max_size=12).map(str.strip).filter(bool)
DAYS = st.dates(dt.date(1900, 1, 1), dt.date(2100, 12, 31))


def values(name):
    kind = ATTRIBUTES[name].kind
    if kind is Kind.CHOICE:
        return st.sampled_from(sorted(ATTRIBUTES[name].values))
    by_kind = {Kind.NUMBER: st.integers(0, 150), Kind.DATE: DAYS, Kind.FLAG: st.booleans(), Kind.AREA: NAMES}
    return by_kind[kind]


def about(name):
    ordered = ATTRIBUTES[name].kind in {Kind.NUMBER, Kind.DATE}
    ops = st.sampled_from(list(Op) if ordered else [Op.EQ, Op.NE])
    made = [
        st.builds(Comparison, st.just(name), ops, values(name)),
        st.builds(OneOf, st.just(name), st.lists(values(name), min_size=1, max_size=3, unique=True).map(tuple)),
    ]
    if ordered:
        made.append(st.builds(Between, st.just(name), values(name), values(name)))
    if ATTRIBUTES[name].may_be_unknown:
        made.append(st.builds(Known, st.just(name), st.booleans()))
    return st.one_of(made)


SIMPLE = st.sampled_from([one.name for one in ASKED if one.kind is not Kind.TEXT]).flatmap(about)


def joined(parts):
    several = st.lists(parts, min_size=2, max_size=3)
    return st.one_of(several.map(lambda each: both(*each)), several.map(lambda each: either(*each)), parts.map(Not))


AT_HOME = st.recursive(SIMPLE | st.builds(Enrolled, NAMES), joined, max_leaves=4)
HOMES = st.builds(AtHome, st.sampled_from(Share), AT_HOME) | st.builds(
    CountAtHome, AT_HOME, st.sampled_from(Op), st.integers(0, 150)
)
QUESTIONS = st.recursive(SIMPLE | st.builds(Enrolled, NAMES) | st.builds(Member, NAMES) | HOMES, joined, max_leaves=8)


@given(QUESTIONS)
def test_what_is_written_back_reads_as_the_same_question(question):
    assert parse(printed(question)) == question
    assert parse(printed(question, language="zh-hans")) == question


@pytest.mark.parametrize(
    ("typed", "canonical"),
    [
        ('年龄 >= 60 且 区域 = "竹桥社区"', 'age >= 60 and area = "竹桥社区"'),
        ("年龄≥60岁且独居", "age >= 60 and alone"),
        ("age>=60 AND NOT lives", "age >= 60 and not lives"),
        ("性别 是 女 或 户籍 = 否", "sex = female or registered = false"),
        ("非（独居 或 年龄 小于 18）", "not (alone or age < 18)"),
        ("age between 60 and 70 or alone", "age between 60 to 70 or alone"),
        ("出生日期 早于 1950年1月2日", "born-on < 1950-01-02"),
        ("relation in (配偶, child)", "relation in (spouse, child)"),
        ("dwelling-state = lived_in", "dwelling-state = lived-in"),
        ("has-child-under(14)", "any(age < 14)"),
        ("all-over(60) and age > 79", "all(age >= 60) and age > 79"),
        ("同户人数（年龄 < 14）>= 2", "count(age < 14) >= 2"),
        ("relation is not known", "relation is unknown"),
        ('参加项目("care-visits") 和 area = 990101001001', 'enrolled("care-visits") and area = "990101001001"'),
        ("sex is not male and alone is false", "sex != male and alone = false"),
        ("a or b", None),
    ],
)
def test_what_people_type_is_read(typed, canonical):
    if canonical is None:
        with pytest.raises(AttributeUnknown):
            parse(typed)
        return
    assert printed(parse(typed)) == canonical


@pytest.mark.parametrize(
    ("typed", "position", "says"),
    [
        ("", 1, "age >= 60"),
        ("age >= ", 8, "年龄"),
        ("age >= 60 alone", 11, "and"),
        ("age 60", 5, "in"),
        ("(age > 6", 9, "右括号"),
        ('area = "竹桥', 8, "引号"),
        ("sex = 60", 7, "female"),
        ("sex > female", 5, "="),
        ("born-on = 2020-02-30", 11, "2020-02-30"),
        ("alone is unknown", 10, "已知"),
        ("count(age < 14)", 16, "人数"),
        ("any(any(age > 6))", 5, "同户"),
        ('any(member("x"))', 5, "成员"),
        ("age ; 6", 5, ";"),
        ("age > 999", 7, "150"),
        ("age in 60", 8, "左括号"),
        ("sex between male and female", 5, "大小"),
    ],
)
def test_what_cannot_be_read_is_refused_with_its_place(typed, position, says):
    with pytest.raises(QueryUnreadable) as refused:
        parse(typed)
    assert refused.value.facts["position"] == position
    assert says in str(refused.value)


@pytest.mark.parametrize(
    ("typed", "near"),
    [("agge > 60", "age"), ("家庭人口 > 2", "household-size"), ("dweling-use = home", "dwelling-use")],
)
def test_a_misspelt_attribute_is_refused_with_those_most_like_it(typed, near):
    with pytest.raises(AttributeUnknown) as refused:
        parse(typed)
    assert near in str(refused.value)


@pytest.mark.parametrize("typed", ['name = "何秀兰"', 'id-number = "1"', "phone = 1", "姓名 = 何", 'address = "x"'])
def test_nobody_is_searched_for_by_name_number_or_phone(typed):
    with pytest.raises(AttributeNotAsked):
        parse(typed)


@pytest.mark.parametrize(
    "typed", ["not " * 60 + "alone", "(" * 60 + "alone" + ")" * 60, " and ".join(["alone"] * 300), "a" * 5_000]
)
def test_a_question_without_end_is_refused(typed):
    with pytest.raises((QueryUnreadable, AttributeUnknown)):
        parse(typed)


@given(st.text(max_size=40))
def test_any_text_is_read_or_refused_with_a_place(text):
    position = 1
    try:
        found = parse(text)
    except (QueryUnreadable, AttributeUnknown, AttributeNotAsked) as refused:
        position = refused.facts["position"]
    else:
        assert parse(printed(found)) == found
    assert 1 <= position <= max(len(text), 1) + 1
