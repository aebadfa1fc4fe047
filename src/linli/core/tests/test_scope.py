"""Scope by code prefix holds exactly what starts with it, in every store's order of texts."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linli.core.models import AppliedCommand
from linli.core.scope import after, covering, covers, shortest, within

codes = st.text("0189", min_size=1, max_size=6)


@given(codes, codes)
def test_a_code_lies_between_a_prefix_and_the_one_after_just_when_it_starts_with_it(prefix: str, code: str):
    bound = after(prefix)
    assert (prefix <= code and (not bound or code < bound)) == code.startswith(prefix)


@pytest.mark.parametrize(("prefix", "bound"), [("420502", "420503"), ("4299", "43"), ("99", ""), ("9", "")])
def test_the_bound_behind_a_prefix(prefix: str, bound: str):
    assert after(prefix) == bound


@given(st.lists(codes, max_size=5), codes)
def test_leaving_out_prefixes_under_others_changes_nothing(prefixes: list[str], code: str):
    assert covers(shortest(prefixes), code) == covers(prefixes, code)


def test_no_prefix_reaches_nothing_and_the_empty_one_everything():
    assert str(within("name", [])) == "(AND: ('pk__in', ()))"
    assert not within("name", [""])


@pytest.mark.parametrize("prefix", ["x", "42x", "\x00", "４２", "²", "%", "-1"])
def test_what_is_no_code_reaches_nothing(prefix: str):
    assert str(within("name", [prefix])) == str(within("name", []))


@pytest.mark.django_db
def test_the_store_finds_what_starts_with_a_prefix():
    names = ["420502", "420502001", "420503", "42050", "4299", "43", "99", "999999"]
    AppliedCommand.objects.bulk_create(
        AppliedCommand(name=name, by="x", at="2026-11-22T00:00:00Z", answer="") for name in names
    )
    for prefix in ("420502", "4299", "99", "42"):
        found = AppliedCommand.objects.filter(within("name", [prefix])).values_list("name", flat=True)
        assert set(found) == {name for name in names if name.startswith(prefix)}


@pytest.mark.parametrize(
    ("prefixes", "code"),
    [(["990101001"], "990101001"), (["990101001", "990101002"], "990101"), (["990101", "42"], ""), ([], "")],
    ids=["one", "streets", "provinces", "none"],
)
def test_the_one_division_above_several(prefixes: list[str], code: str):
    assert covering(prefixes) == code
