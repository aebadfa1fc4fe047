"""How large a town is: what follows from its number of residents."""

import math
from dataclasses import dataclass

RESIDENTS = 6_000
CASES = 2_000
_PER_HOUSEHOLD = 2.73
_VACANT = 0.08


@dataclass(frozen=True)
class TownSize:
    """A town's size; 6,000 residents make 2 streets, 6 communities, 40 grids; a million makes 12, 110, 1,112."""

    residents: int = RESIDENTS
    cases: int = CASES

    @property
    def households(self) -> int:
        """How many households the residents make."""
        return max(round(self.residents / _PER_HOUSEHOLD), 1)

    @property
    def dwellings(self) -> int:
        """How many dwellings there are, the vacant ones with them."""
        return round(self.households * (1 + _VACANT))

    @property
    def grids(self) -> int:
        """How many grids: they grow more slowly than the people, to about 900 in each."""
        return max(self._grown(40, 0.65), 4)

    @property
    def communities(self) -> int:
        """How many communities."""
        return min(max(self._grown(6, 0.569), 2), self.grids)

    @property
    def streets(self) -> int:
        """How many sub-district offices."""
        return min(max(self._grown(2, 0.35), 2), self.communities)

    @property
    def blocks(self) -> tuple[int, int]:
        """Columns and rows of the street net."""
        rows = max(round((self.grids * 5 / 1.3) ** 0.5), 6)
        return -(-self.grids * 5 // rows), rows

    @property
    def _growth(self) -> float:
        return self.residents / RESIDENTS

    def _grown(self, of: int, power: float) -> int:
        return round(of * math.pow(self._growth, power))
