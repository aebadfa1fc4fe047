"""What the pages of visits share: who may open them, the areas and purposes to choose from."""

from linli.register.web.list_choosing import areas_to_choose
from linli.staff.rules import Actor, Permission
from linli.visits.queries.naming import visit_purposes

READERS = (Permission.VISITS_VIEW,)
PLANNERS = (Permission.VISITS_PLAN, Permission.VISITS_MAKE)


def areas_of(actor: Actor, permission: Permission = Permission.VISITS_VIEW) -> list[tuple[str, str]]:
    """List the areas of a scope: down to communities, with the grids of who has nothing wider."""
    return areas_to_choose(actor.prefixes(permission))


def purposes_to_choose() -> list[tuple[str, str]]:
    """List what a visit may be for."""
    return [(one.code, one.name) for one in visit_purposes()]
