"""What residents can ask of the community, as the catalogue declares it: nothing stands on the list that is no kind of case."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from linli.cases.catalogue.shapes import Stage
from linli.cases.queries.kinds import services_on
from linli.core.calendar import Limit


@dataclass(frozen=True)
class Service:
    """One service in the reader's language: what it is, and within how long it is done, counted from the asking."""

    name: str
    what: str
    within: Limit
    is_confidential: bool


@dataclass(frozen=True)
class ServiceGroup:
    """Services under one heading."""

    name: str
    services: Sequence[Service]


def service_list(grade: str, *, on: dt.date) -> Sequence[ServiceGroup]:
    """List the services of a day with the limits that hold in a grid of that grade."""
    return tuple(
        ServiceGroup(
            heading,
            tuple(
                Service(
                    str(kind.name), str(kind.filing_condition), kind.limit(Stage.RESIDENT, grade=grade),
                    kind.confidential,
                )
                for kind in kinds
            ),
        )
        for heading, kinds in services_on(on)
    )  # fmt: skip
