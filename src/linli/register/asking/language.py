"""The query language: a typed question read into its tree, with the place and the cause of what cannot be read."""

import datetime as dt
from collections.abc import Sequence

from django.utils.translation import gettext as _
from rapidfuzz import fuzz, process

from linli.core.listing import listed
from linli.register.asking.attributes import ASKED, ATTRIBUTES, MOST_YEARS, Attribute, Kind
from linli.register.asking.tokens import ATTRIBUTE_WORDS, Sort, Token, tokens, words_of
from linli.register.asking.tree import (
    AtHome,
    Between,
    Comparison,
    CountAtHome,
    Enrolled,
    Known,
    Member,
    Node,
    Not,
    OneOf,
    Op,
    Share,
    Value,
    both,
    either,
    walk,
)
from linli.register.errors import AttributeNotAsked, AttributeUnknown, QueryUnreadable

MOST_PARTS = 200
MOST_DEPTH = 40
_NEAR = 60
_ORDERED = frozenset({Kind.NUMBER, Kind.DATE})


def parse(text: str) -> Node:
    """Read a typed question; what cannot be read is refused with its place and what was expected there."""
    reader = _Reader(tokens(text))
    found = reader.whole()
    if sum(1 for _part in walk(found)) > MOST_PARTS:
        raise QueryUnreadable(position=len(text), why=_("条件太多，最多 %(most)s 个。") % {"most": MOST_PARTS})
    return found


def compared(attribute: Attribute, op: Op, value: Value, *, at: int = 1) -> Comparison:
    """Make a comparison, refusing an order where there is none."""
    if op not in {Op.EQ, Op.NE} and attribute.kind not in _ORDERED:
        raise QueryUnreadable(position=at, why=_("“%(name)s”只能用 = 或 !=。") % {"name": attribute.words})
    return Comparison(attribute.name, op, value)


def value_of(attribute: Attribute, typed: str | int | dt.date, *, at: int = 1) -> Value:
    """Read a value as the attribute's kind has it, by its code or its word in any language."""
    match attribute.kind:
        case Kind.NUMBER if isinstance(typed, int) and typed <= MOST_YEARS:
            return typed
        case Kind.DATE if isinstance(typed, dt.date):
            return typed
        case Kind.AREA if isinstance(typed, int) or (isinstance(typed, str) and typed.strip()):
            return str(typed).strip()
        case Kind.CHOICE if isinstance(typed, str) and (code := _choice(attribute, typed)) is not None:
            return code
        case _:
            raise QueryUnreadable(position=at, why=_value_wanted(attribute))


class _Reader:
    """Walks along the tokens once: or ← and ← not ← one condition."""

    def __init__(self, found: Sequence[Token]) -> None:
        self._tokens, self._place, self._depth, self._at_home = found, 0, 0, False

    def whole(self) -> Node:
        if len(self._tokens) == 1:
            raise QueryUnreadable(position=1, why=_("请写条件，例如 %(example)s。") % {"example": "age >= 60"})
        found = self._or()
        if self._now.sort is not Sort.END:
            raise self._wrong(_("这里应当是 and（且）或 or（或）"))
        return found

    @property
    def _now(self) -> Token:
        return self._tokens[self._place]

    def _or(self) -> Node:
        self._depth += 1
        if self._depth > MOST_DEPTH:
            raise self._wrong(_("括号套得太深"))
        parts = [self._and()]
        while self._took(Sort.KEYWORD, "or"):
            parts.append(self._and())
        self._depth -= 1
        return either(*parts)

    def _and(self) -> Node:
        parts = [self._not()]
        while self._took(Sort.KEYWORD, "and"):
            parts.append(self._not())
        return both(*parts)

    def _not(self) -> Node:
        if not self._took(Sort.KEYWORD, "not"):
            return self._condition()
        self._depth += 1
        if self._depth > MOST_DEPTH:
            raise self._wrong(_("括号套得太深"))
        found = Not(self._not())
        self._depth -= 1
        return found

    def _condition(self) -> Node:
        token = self._now
        if self._took(Sort.MARK, "("):
            found = self._or()
            self._close()
            return found
        if token.sort is Sort.KEYWORD and token.value in _FUNCTIONS:
            self._place += 1
            return self._function(str(token.value))
        if token.sort is not Sort.WORD:
            raise self._wrong(_("这里应当是一个属性，例如 %(example)s") % {"example": "age"})
        self._place += 1
        return self._about(_attribute(token))

    def _about(self, attribute: Attribute) -> Node:
        token = self._now
        if token.sort is Sort.OP:
            self._place += 1
            return compared(attribute, Op(str(token.value)), self._value(attribute), at=token.at)
        if self._took(Sort.KEYWORD, "is"):
            return self._is(attribute)
        if self._took(Sort.KEYWORD, "not"):
            return Not(self._several(attribute))
        if token.sort is Sort.KEYWORD and token.value in {"in", "between"}:
            return self._several(attribute)
        if attribute.kind is Kind.FLAG:
            return Comparison(attribute.name, Op.EQ, value=True)
        raise self._wrong(_("“%(name)s”后面应当是 = != < <= > >= in between 之一") % {"name": attribute.words})

    def _is(self, attribute: Attribute) -> Node:
        contrary = self._took(Sort.KEYWORD, "not")
        for word in ("known", "unknown"):
            if self._took(Sort.KEYWORD, word):
                return self._known(attribute, known=(word == "known") is not contrary)
        return compared(attribute, Op.NE if contrary else Op.EQ, self._value(attribute))

    def _known(self, attribute: Attribute, *, known: bool) -> Known:
        if not attribute.may_be_unknown:
            self._place -= 1
            raise self._wrong(_("“%(name)s”总是已知的") % {"name": attribute.words})
        return Known(attribute.name, known)

    def _several(self, attribute: Attribute) -> Node:
        at = self._now.at
        if self._took(Sort.KEYWORD, "in"):
            return OneOf(attribute.name, self._list(attribute))
        if not self._took(Sort.KEYWORD, "between"):
            raise self._wrong(_("这里应当是 in 或 between"))
        if attribute.kind not in _ORDERED:
            raise QueryUnreadable(position=at, why=_("“%(name)s”不分大小。") % {"name": attribute.words})
        low = self._value(attribute)
        if not self._took(Sort.KEYWORD, "and") and not self._took(Sort.KEYWORD, "to"):
            raise self._wrong(_("这里应当是 and（到）"))
        return Between(attribute.name, low, self._value(attribute))

    def _list(self, attribute: Attribute) -> tuple[Value, ...]:
        self._open()
        found = [self._value(attribute)]
        while self._took(Sort.MARK, ","):
            found.append(self._value(attribute))
        self._close()
        return tuple(dict.fromkeys(found))

    def _value(self, attribute: Attribute) -> Value:
        token = self._now
        self._place += 1 if token.sort is not Sort.END else 0
        if attribute.kind is Kind.FLAG:
            if token.sort is Sort.KEYWORD and token.value in _FLAGS:
                return _FLAGS[str(token.value)]
        elif token.sort in {Sort.NUMBER, Sort.DATE, Sort.TEXT, Sort.WORD}:
            typed = token.typed if attribute.kind is Kind.AREA and token.sort is Sort.NUMBER else token.value
            return value_of(attribute, typed, at=token.at)
        raise QueryUnreadable(position=token.at, why=_value_wanted(attribute))

    def _function(self, name: str) -> Node:
        self._open()
        if name == "member" and self._at_home:
            self._place -= 2
            raise self._wrong(_("同户的条件里不能问组织成员"))
        if name in {"enrolled", "member"}:
            found: Node = Enrolled(self._text()) if name == "enrolled" else Member(self._text())
            self._close()
            return found
        if self._at_home:
            self._place -= 2
            raise self._wrong(_("同户的条件里不能再问同户"))
        return self._years(name) if name in _SHORT else self._home(name)

    def _home(self, name: str) -> Node:
        self._at_home = True
        condition = self._or()
        self._at_home = False
        self._close()
        if name != "count":
            return AtHome(Share(name), condition)
        token = self._now
        if not self._took(Sort.OP):
            raise self._wrong(_("人数后面应当是 = != < <= > >= 之一"))
        return CountAtHome(condition, Op(str(token.value)), self._number())

    def _years(self, name: str) -> Node:
        share, op = _SHORT[name]
        years = self._number()
        self._close()
        return AtHome(share, Comparison("age", op, years))

    def _number(self) -> int:
        token = self._now
        if not self._took(Sort.NUMBER) or not isinstance(token.value, int) or token.value > MOST_YEARS:
            raise QueryUnreadable(position=token.at, why=_("这里应当是不大于 %(most)s 的数。") % {"most": MOST_YEARS})
        return token.value

    def _text(self) -> str:
        token = self._now
        if not (self._took(Sort.TEXT) or self._took(Sort.WORD)) or not str(token.value).strip():
            raise self._wrong(_("这里应当是引号里的名称或编码"))
        return str(token.value).strip()

    def _open(self) -> None:
        if not self._took(Sort.MARK, "("):
            raise self._wrong(_("这里应当是左括号"))

    def _close(self) -> None:
        if not self._took(Sort.MARK, ")"):
            raise self._wrong(_("这里应当是右括号"))

    def _took(self, sort: Sort, value: str = "") -> bool:
        """Step over a token if it is the one that is wanted."""
        if self._now.sort is not sort or (value and self._now.value != value):
            return False
        self._place += 1
        return True

    def _wrong(self, expected: str) -> QueryUnreadable:
        token = self._now
        said = _("“%(typed)s”") % {"typed": token.typed} if token.typed else _("末尾")
        why = _("%(said)s：%(expected)s。") % {"said": said, "expected": expected}
        return QueryUnreadable(position=token.at, why=why)


_FUNCTIONS = frozenset({"enrolled", "member", "any", "all", "count", "has-child-under", "all-over"})
_SHORT = {"has-child-under": (Share.ANY, Op.LT), "all-over": (Share.ALL, Op.GE)}
_FLAGS = {"true": True, "is": True, "false": False, "not": False}


def _attribute(token: Token) -> Attribute:
    name = ATTRIBUTE_WORDS.get(str(token.value))
    if name is None:
        near = _nearest(str(token.value))
        raise AttributeUnknown(position=token.at, name=token.typed, near=listed(near))
    if not ATTRIBUTES[name].is_asked:
        raise AttributeNotAsked(position=token.at, name=str(ATTRIBUTES[name].words))
    return ATTRIBUTES[name]


def _nearest(name: str) -> list[str]:
    """Suggest the attributes whose names are most like a word nobody knows."""
    words = {word: one.name for one in ASKED for word in words_of(one)}
    found = process.extract(name, words.keys(), scorer=fuzz.WRatio, limit=6, score_cutoff=_NEAR)
    return list(dict.fromkeys(words[word] for word, _score, _place in found))[:3] or ["age", "area", "sex"]


def _choice(attribute: Attribute, typed: str) -> str | None:
    wanted = typed.strip().lower().replace("_", "-")
    for code, text in attribute.values.items():
        if wanted in {code.replace("_", "-"), text.zh_hans, text.zh_hant, text.en.lower()}:
            return code
    return None


def _value_wanted(attribute: Attribute) -> str:
    name = {"name": attribute.words}
    match attribute.kind:
        case Kind.NUMBER:
            return _("“%(name)s”应当是不大于 %(most)s 的数。") % {**name, "most": MOST_YEARS}
        case Kind.DATE:
            return _("“%(name)s”应当是日期，例如 2020-01-31。") % name
        case Kind.FLAG:
            return _("“%(name)s”只有 true（是）和 false（否）。") % name
        case Kind.AREA:
            return _("“%(name)s”应当是区域代码或引号里的名称。") % name
        case _:
            values = listed(f"{code.replace('_', '-')}（{text}）" for code, text in attribute.values.items())
            return _("“%(name)s”只能是 %(values)s。") % {**name, "values": values}
