"""`linli catalogue`, whole: it also checks what the rooms declare that it does not know."""

from linli.cases.cli_catalogue import BESIDE, catalogue
from linli.grids.catalogue import examine as examine_grids
from linli.places.catalogue import examine as examine_facilities
from linli.visits.catalogue import examine as examine_visits

__all__ = ["catalogue"]

BESIDE["places"] = examine_facilities
BESIDE["visits"] = examine_visits
BESIDE["grids"] = examine_grids
