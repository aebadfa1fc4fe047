"""The fixed cast stands as the other rooms' tests expect it."""

from linli.staff.rules import Permission, Role
from linli.staff.testing import DISTRICT, GRID, Cast


def test_lin_works_a_grid_and_wei_dispatches(cast: Cast) -> None:
    assert cast.lin.actor.has_role(Role.GRID_WORKER)
    assert cast.lin.actor.may(Permission.CASES_SETTLE, GRID)
    assert cast.wei.actor.may(Permission.CASES_DISPATCH, GRID)


def test_zhao_the_stranger_may_nothing(cast: Cast) -> None:
    assert not any(cast.zhao.actor.may_anywhere(permission) for permission in Permission)
    assert cast.zhao.account.posts.count() == 0


def test_root_is_the_only_one_with_the_technical_back_office(cast: Cast) -> None:
    assert cast.root.account.is_superuser
    assert not cast.wu.account.is_staff
    assert cast.units["990101-command"].area_code == DISTRICT
