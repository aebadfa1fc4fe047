"""Who acts in past cases: the town's staff as actors, by role, grid and unit."""

import random
from collections import defaultdict
from collections.abc import Sequence

from linli.staff import queries as staff
from linli.staff.rules import Actor, PostFacts, Role

_HANDLES = frozenset({Role.HANDLER, Role.MEDIATOR, Role.GRID_WORKER})


class Team:
    """The staff of the town as actors."""

    def __init__(self, people: Sequence[staff.Person]) -> None:
        posts = defaultdict[object, list[staff.Person]](list)
        for person in people:
            posts[person.account_id].append(person)
        actors = {account_id: _actor(held) for account_id, held in posts.items()}
        self._with_role = defaultdict[Role, list[Actor]](list)
        self._of_unit = defaultdict[str, list[Actor]](list)
        self._of_grid: dict[str, Actor] = {}
        for person in people:
            actor = actors[person.account_id]
            self._with_role[person.role].append(actor)
            if person.role in _HANDLES and not actor.has_role(Role.INSPECTOR):
                self._of_unit[person.unit_code].append(actor)
            if person.role is Role.GRID_WORKER:
                self._of_grid[person.area_code] = actor

    @classmethod
    def of(cls, area_code: str) -> "Team":
        """Read the staff who hold posts under an area."""
        return cls(staff.people_under(area_code))

    def worker_of(self, grid_code: str) -> Actor:
        """Give the worker of a grid."""
        return self._of_grid[grid_code]

    def acceptor(self, thrown: random.Random) -> Actor:
        """Give one who files."""
        return thrown.choice(self._with_role[Role.ACCEPTOR])

    def dispatcher(self, thrown: random.Random) -> Actor:
        """Give one who dispatches."""
        return thrown.choice(self._with_role[Role.DISPATCHER])

    def checker(self, thrown: random.Random) -> Actor:
        """Give one who checks back."""
        return thrown.choice([actor for actor in self._with_role[Role.INSPECTOR] if not actor.has_role(Role.MEDIATOR)])

    def secret_checker(self, thrown: random.Random) -> Actor:
        """Give one who may read confidential cases and checks them back."""
        return thrown.choice([actor for actor in self._with_role[Role.INSPECTOR] if actor.has_role(Role.MEDIATOR)])

    def closer(self, thrown: random.Random) -> Actor:
        """Give one who closes and voids."""
        return thrown.choice(self._with_role[Role.SHIFT_LEADER])

    def handler_of(self, unit_code: str, *, grid_code: str, thrown: random.Random) -> Actor:
        """Give one who works for a unit: a community sends the grid's own worker."""
        own = self._of_grid.get(grid_code)
        theirs = self._of_unit[unit_code]
        return own if own in theirs else thrown.choice(theirs)


def _actor(held: Sequence[staff.Person]) -> Actor:
    posts = tuple(PostFacts(person.role, person.area_code, person.unit_code) for person in held)
    return Actor(held[0].name, held[0].account_id, posts)
