"""What a catalogue declares about repeats: how near, how soon and how often the same thing is one problem with a cause."""

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from typing import Annotated, Self

from django.utils.translation import gettext as _
from pydantic import Field, model_validator

from linli.cases.catalogue.declarations import KindDeclaration
from linli.cases.catalogue.shapes import Group
from linli.cases.rules.repeats import RepeatRule
from linli.core.declared import DottedSlug, Misfit, Shape, Slug, Text, Word
from linli.core.toml_files import Place, Problem, TomlFile

TABLE = "repeat"
# Groups whose kinds are about things and places; a request is counted only where its kind is named, the others never.
COUNTED_GROUPS = frozenset({Group.COMPONENT, Group.EVENT, Group.HAZARD})
NEVER_COUNTED = frozenset({Group.DISPUTE, Group.SERVICE})

Entries = Mapping[str, tuple[Shape, TomlFile, Place]]


class RepeatDeclaration(Shape):
    """Kinds counted together, or every kind of a group by itself, with what makes them a repeat problem."""

    code: Slug
    name: Text
    kinds: tuple[DottedSlug, ...] = ()
    group: Group | None = None
    radius_m: Annotated[int, Field(ge=5, le=500)]
    window_days: Annotated[int, Field(ge=7, le=1_095)]
    least: Annotated[int, Field(ge=2, le=50)]
    by_itself: Annotated[int, Field(ge=3, le=200)] | None = None
    root_cause: DottedSlug
    source: Word

    @model_validator(mode="after")
    def _agrees(self) -> Self:
        if bool(self.kinds) == (self.group is not None):
            raise Misfit(_("kinds 和 group 要写且只写一个。"), key="code")
        if len(set(self.kinds)) < len(self.kinds):
            raise Misfit(_("有重复的值。"), key="kinds")
        if self.group is not None and self.group not in COUNTED_GROUPS:
            raise Misfit(_("只有部件、事件、隐患可以整类统计；反复统计的是地点和设施，不是人。"), key="group")
        if self.by_itself is not None and self.by_itself <= self.least:
            raise Misfit(_("自动开立的次数（by_itself）要大于提示的次数（least）。"), key="by_itself")
        return self

    def rule_for(self, kind_code: str) -> RepeatRule:
        """Make the rule under which a kind of this declaration is counted."""
        return RepeatRule(
            code=self.code,
            kinds=frozenset(self.kinds or (kind_code,)),
            radius_m=float(self.radius_m),
            window=dt.timedelta(days=self.window_days),
            least=self.least,
            by_itself=self.by_itself,
            root_cause=self.root_cause,
        )


def rules_by_kind(declared: Iterable[RepeatDeclaration], kinds: Mapping[str, KindDeclaration]) -> dict[str, RepeatRule]:
    """Find for every kind that is counted its rule: where it is named, else its group's; never a confidential one."""
    listed = list(declared)
    roots = {one.root_cause for one in listed}
    named = {code: one for one in listed for code in one.kinds}
    grouped = {one.group: one for one in listed if one.group is not None}
    found: dict[str, RepeatRule] = {}
    for code, kind in kinds.items():
        one = named.get(code) or grouped.get(kind.group)
        if one is not None and code not in roots and not kind.confidential:
            found[code] = one.rule_for(code)
    return found


def repeat_problems(entries: Entries, kinds: Entries) -> Iterator[Problem]:
    """Find declarations that name kinds nobody declares, confidential ones, or kinds and groups that are counted already."""
    seen: dict[object, str] = {}
    for one, file, place in entries.values():
        if not isinstance(one, RepeatDeclaration):
            continue
        yield from (file.problem((*place, key), what) for key, what in _wrong_kinds(one, kinds))
        for counted in (*one.kinds, one.group):
            if counted is not None and seen.setdefault(counted, one.code) != one.code:
                what = _("“%(counted)s”已在“%(code)s”中统计。") % {"counted": counted, "code": seen[counted]}
                yield file.problem((*place, "kinds" if one.kinds else "group"), what)


def _wrong_kinds(one: RepeatDeclaration, kinds: Entries) -> Iterator[tuple[str, str]]:
    for key, codes in (("kinds", one.kinds), ("root_cause", (one.root_cause,))):
        for code in codes:
            kind = kinds.get(code, (None,))[0]
            if not isinstance(kind, KindDeclaration):
                yield key, _("没有申报过的类别“%(kind)s”。") % {"kind": code}
            elif kind.confidential or kind.group in NEVER_COUNTED:
                yield key, _("“%(kind)s”涉及个人，不统计反复发生。") % {"kind": code}
    if one.root_cause in one.kinds:
        yield "root_cause", _("根源案卷的类别不能自己也被统计。")
