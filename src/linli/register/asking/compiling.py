"""A question made into SQL with parameters: one compiler; what differs between the store and the snapshot stands in a dialect."""

import datetime as dt
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from linli.core.scope import after, shortest
from linli.register.asking.attributes import ATTRIBUTES, Kind
from linli.register.asking.evaluating import compare
from linli.register.asking.tree import (
    And,
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
    Or,
    Share,
    Value,
)
from linli.register.rules.birthdays import born_by

type Parameter = str | int | dt.date | UUID
NOBODY = "1 = 0"
EVERYBODY = "1 = 1"


@dataclass(frozen=True)
class Sql:
    """A piece of SQL and its parameters, in order."""

    text: str
    parameters: tuple[Parameter, ...] = ()


@dataclass(frozen=True)
class Dialect:
    """Where a question is asked: the mark of a parameter, the columns, and the frames that differ."""

    mark: str
    columns: Mapping[str, str]  # attribute → column, of somebody asked about
    home_columns: Mapping[str, str]  # the same, of somebody who lives in that home
    home: str  # who lives in a home and fulfils {condition}: counted for each, or, in a column store, a list of homes
    is_listed: bool  # which of the two
    enrolled: str  # a condition on {person} with three parameters: programme, the day, the day
    member: str  # a condition on {person} with one parameter; '' where memberships are not kept


@dataclass(frozen=True)
class Asked:
    """What a question is asked of: the day, the scope as code prefixes, and, where it is one, the organisation."""

    today: dt.date
    prefixes: tuple[str, ...]
    codes_of: Callable[[str], Sequence[str]]  # the area codes that a written area stands for
    organisation_of: Callable[[str], UUID] | None = None


class Compiler:
    """Makes SQL conditions of a question for one dialect."""

    def __init__(self, dialect: Dialect, asked: Asked) -> None:
        self._dialect, self._asked, self._columns = dialect, asked, dialect.columns

    def condition(self, node: Node) -> Sql:
        """Give the condition that a question stands for."""
        match node:
            case And(parts):
                return self._joined(" and ", parts)
            case Or(parts):
                return self._joined(" or ", parts)
            case Not(part):
                inside = self.condition(part)
                return Sql(f"not ({inside.text})", inside.parameters)
            case AtHome():
                return self._at_home(node)
            case CountAtHome(condition, op, number):
                return self._counted(condition, op, number)
            case Enrolled(programme):
                day = self._asked.today
                return Sql(self._about_person(self._dialect.enrolled), (programme, day, day))
            case Member(organisation):
                return self._member(organisation)
            case _:
                return self._about(node)

    def within_scope(self, node: Node) -> Sql:
        """Give the condition that a question stands for within its scope."""
        scope, found = self._scope(), self.condition(node)
        return Sql(f"{scope.text} and ({found.text})", (*scope.parameters, *found.parameters))

    def _scope(self) -> Sql:
        return _ranges(self._columns["area"], shortest(self._asked.prefixes), self._dialect.mark)

    def _joined(self, word: str, parts: Sequence[Node]) -> Sql:
        found = [self.condition(part) for part in parts]
        return Sql(
            word.join(f"({one.text})" for one in found), tuple(value for one in found for value in one.parameters)
        )

    def _about(self, node: Node) -> Sql:
        match node:
            case Comparison("area", op, value):
                inside = self._area([value])
                return inside if op is Op.EQ else Sql(f"not ({inside.text})", inside.parameters)
            case OneOf("area", values):
                return self._area(values)
            case Comparison("age", op, value) if isinstance(value, int):
                return self._age(op, value)
            case OneOf("age", values):
                return self._joined(" or ", [Comparison("age", Op.EQ, value) for value in values])
            case Between("age", low, high):
                return self._joined(" and ", [Comparison("age", Op.GE, low), Comparison("age", Op.LE, high)])
            case _:
                return self._value(node)

    def _value(self, node: Node) -> Sql:
        mark = self._dialect.mark
        match node:
            case Comparison(name, op, value) if ATTRIBUTES[name].kind is Kind.FLAG:
                yes = bool(value) is (op is Op.EQ)
                return Sql(self._columns[name] if yes else f"not ({self._columns[name]})")
            case Comparison(name, op, value):
                return Sql(f"{self._columns[name]} {'<>' if op is Op.NE else op.value} {mark}", (value,))
            case OneOf(name, values) if ATTRIBUTES[name].kind is Kind.FLAG:
                return self._joined(" or ", [Comparison(name, Op.EQ, value) for value in values])
            case OneOf(name, values):
                return Sql(f"{self._columns[name]} in ({', '.join([mark] * len(values))})", tuple(values))
            case Between(name, low, high):
                return Sql(f"{self._columns[name]} between {mark} and {mark}", (low, high))
            case Known(name, known):
                return Sql(f"{self._columns[name]} {'<>' if known else '='} ''")
            case _:
                raise TypeError(node)

    def _area(self, values: Iterable[Value]) -> Sql:
        codes = [code for value in values for code in self._asked.codes_of(str(value))]
        return _ranges(self._columns["area"], shortest(codes), self._dialect.mark)

    def _age(self, op: Op, years: int) -> Sql:
        """Compare birth dates instead of ages, so that an index or a sorted column helps."""
        column, mark = self._columns["born-on"], self._dialect.mark
        old, older = born_by(self._asked.today, years=years), born_by(self._asked.today, years=years + 1)
        match op:
            case Op.GE:
                return Sql(f"{column} <= {mark}", (old,))
            case Op.GT:
                return Sql(f"{column} <= {mark}", (older,))
            case Op.LT:
                return Sql(f"{column} > {mark}", (old,))
            case Op.LE:
                return Sql(f"{column} > {mark}", (older,))
            case Op.EQ:
                return Sql(f"({column} <= {mark} and {column} > {mark})", (old, older))
            case Op.NE:
                return Sql(f"({column} > {mark} or {column} <= {mark})", (old, older))

    def _at_home(self, node: AtHome) -> Sql:
        """Any: one at least. All: somebody lives there, and nobody does not fulfil it."""
        if node.share is Share.ANY:
            return self._counted(node.condition, Op.GE, 1)
        lived, nobody = self._counted(None, Op.GE, 1), self._counted(Not(node.condition), Op.EQ, 0)
        return Sql(f"({lived.text} and {nobody.text})", (*lived.parameters, *nobody.parameters))

    def _counted(self, condition: Node | None, op: Op, number: int) -> Sql:
        self._columns = self._dialect.home_columns
        found = self.condition(condition) if condition is not None else Sql(EVERYBODY)
        scope = self._scope() if self._dialect.is_listed else Sql(EVERYBODY)
        self._columns = self._dialect.columns
        inside = Sql(f"{scope.text} and ({found.text})", (*scope.parameters, *found.parameters))
        return self._in_list(inside, op, number) if self._dialect.is_listed else self._each(inside, op, number)

    def _each(self, inside: Sql, op: Op, number: int) -> Sql:
        text = f"({self._dialect.home.format(condition=inside.text)}) {_sign(op)} {self._dialect.mark}"
        return Sql(text, (*inside.parameters, number))

    def _in_list(self, inside: Sql, op: Op, number: int) -> Sql:
        """Find the homes by one list; those where nobody fulfils the condition stand in none and are what is left over."""
        none_fits = compare(0, op, number)
        fits = f"{'not ' if none_fits else ''}(count(*) {_sign(op)} {self._dialect.mark})"
        homes = f"{self._dialect.home.format(condition=inside.text)} having {fits}"
        text = f"{self._columns['household']} {'not in' if none_fits else 'in'} ({homes})"
        return Sql(f"({text})", (*inside.parameters, number))

    def _member(self, organisation: str) -> Sql:
        if not self._dialect.member or self._asked.organisation_of is None:
            return Sql(NOBODY)
        return Sql(self._about_person(self._dialect.member), (self._asked.organisation_of(organisation),))

    def _about_person(self, text: str) -> str:
        return text.format(person=self._columns["person"], mark=self._dialect.mark)


def _sign(op: Op) -> str:
    return "<>" if op is Op.NE else op.value


def _ranges(column: str, prefixes: Sequence[str], mark: str) -> Sql:
    parts, values = list[str](), list[Parameter]()
    for prefix in prefixes:
        if not prefix:
            return Sql(EVERYBODY)
        if not (prefix.isascii() and prefix.isdigit()):
            continue
        bound = after(prefix)
        parts.append(f"({column} >= {mark} and {column} < {mark})" if bound else f"{column} >= {mark}")
        values += [prefix, bound] if bound else [prefix]
    return Sql(f"({' or '.join(parts)})", tuple(values)) if parts else Sql(NOBODY)
