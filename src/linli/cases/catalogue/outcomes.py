"""What a catalogue declares about the end of a case: how many answers are checked back, and how soon a low rating is answered."""

from collections.abc import Mapping
from typing import Annotated

from pydantic import Field

from linli.cases.catalogue.shapes import Group, TimeLimit
from linli.cases.rules.sampling import Sampling
from linli.core.calendar import Limit, TimeUnit
from linli.core.declared import Shape

Share = Annotated[float, Field(ge=0, le=1)]
RATING_LIMIT = Limit(15, TimeUnit.WORKING_DAYS)


class Added(Shape):
    """What each risk adds to the share that is checked."""

    rework: Share = 0
    reopen: Share = 0
    late: Share = 0


class Checking(Shape):
    """The share of answers checked back by group of kinds, never under the floor; without a file every answer is."""

    floor: Share = 1
    low_rating_limit: TimeLimit = RATING_LIMIT
    shares: Mapping[Group, Share] = Field(default_factory=dict)
    added: Added = Added()

    def sampling(self) -> Sampling:
        """Give it as the rules see it."""
        shares = {group.value: share for group, share in self.shares.items()}
        return Sampling(self.floor, shares, dict(self.added))
