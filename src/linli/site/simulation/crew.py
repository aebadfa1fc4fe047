"""Who works in the town, found by what their posts allow and where."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable

from linli.cases import rules
from linli.cases.rules import Party, Standing, Step, Workflow
from linli.site.simulation.chance import Dice
from linli.staff import queries as staff
from linli.staff.rules import Actor, Permission, Role, prefixes_of


class Crew:
    """Everybody with a post, sorted by permission and area, and by unit."""

    def __init__(self, actors: Iterable[Actor]) -> None:
        self._by_place: dict[tuple[Permission, str], list[Actor]] = defaultdict(list)
        self._by_unit: dict[str, list[Actor]] = defaultdict(list)
        self._workers: dict[str, list[Actor]] = defaultdict(list)
        for actor in actors:
            self._add(actor)
        self.units = tuple(sorted(self._by_unit))

    def _add(self, actor: Actor) -> None:
        for permission in Permission:
            for prefix in dict.fromkeys(actor.prefixes(permission)):
                self._by_place[permission, prefix].append(actor)
        if actor.may_anywhere(Permission.CASES_HANDLE):
            for unit_code in sorted(actor.unit_codes):
                self._by_unit[unit_code].append(actor)
        for prefix in {post.area_code for post in actor.posts if post.role is Role.GRID_WORKER}:
            self._workers[prefix].append(actor)

    def who(self, step: Step, workflow: Workflow, standing: Standing, dice: Dice) -> Actor | None:
        """Choose somebody whose post allows a step with this case now; None when nobody may take it."""
        candidates = self._candidates(step, standing)
        start = int(dice.thrown.random() * len(candidates))
        turn = candidates[start:] + candidates[:start]
        return next((actor for actor in turn if step.name in rules.allowed_steps(workflow, standing, actor)), None)

    def of_unit(self, unit_code: str, dice: Dice) -> Actor | None:
        """Choose somebody who handles for a unit."""
        found = self._by_unit.get(unit_code)
        return dice.one_of(found) if found else None

    def holding(self, permission: Permission, area_code: str) -> list[Actor]:
        """List who holds a permission for a place."""
        return [actor for prefix in prefixes_of(area_code) for actor in self._by_place.get((permission, prefix), ())]

    def workers_at(self, area_code: str) -> list[Actor]:
        """List the grid workers of a place."""
        return [actor for prefix in prefixes_of(area_code) for actor in self._workers.get(prefix, ())]

    def _candidates(self, step: Step, standing: Standing) -> list[Actor]:
        found = [actor for permission in step.permissions for actor in self.holding(permission, standing.area_code)]
        if step.party is Party.UNIT or Permission.CASES_HANDLE in step.permissions:
            return self._by_unit.get(standing.unit_code, []) + found
        return found


def crew_of(root_code: str, *, on: dt.date) -> Crew:
    """Read who holds which post under the root on a day, in the order of their user names."""
    people = sorted(staff.people_under(root_code, on=on), key=lambda person: person.username)
    accounts = dict.fromkeys(person.account_id for person in people)
    return Crew(staff.actor_of(staff.account_with_id(account_id), on=on) for account_id in accounts)
