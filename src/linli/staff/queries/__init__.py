"""What may be read of accounts, units, posts, duties and tokens."""

from linli.staff.queries.accounts import (
    account_named,
    account_with_id,
    accounts_without_post,
    actor_of,
    demo_accounts,
    names_of,
    token_hash,
    token_with,
    tokens_of,
)
from linli.staff.queries.people import (
    ROLE_NAMES,
    Person,
    people_of_unit,
    people_under,
    people_with_role,
    valid_on,
    workers_of_grid,
)
from linli.staff.queries.units import (
    DutyOwner,
    UnitRow,
    duties,
    forget_duties,
    unit_for_duty,
    unit_named,
    units,
    units_under,
)

__all__ = [
    "ROLE_NAMES",
    "DutyOwner",
    "Person",
    "UnitRow",
    "account_named",
    "account_with_id",
    "accounts_without_post",
    "actor_of",
    "demo_accounts",
    "duties",
    "forget_duties",
    "names_of",
    "people_of_unit",
    "people_under",
    "people_with_role",
    "token_hash",
    "token_with",
    "tokens_of",
    "unit_for_duty",
    "unit_named",
    "units",
    "units_under",
    "valid_on",
    "workers_of_grid",
]
