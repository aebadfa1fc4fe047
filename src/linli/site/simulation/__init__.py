"""A town that lives: residents, workers, dispatchers and units take the public actions, under a clock of their own.

What comes in on a day depends on the seed and the day alone, a case's course on the seed and the case alone. All ids
follow from both, and the actions apply an id once: so a second run of the same days changes nothing and prints the
same figures, a broken-off run goes on where it stopped, and a later one goes on from the latest simulated moment.
"""

from linli.site.simulation.running import Outcome, Simulation
from linli.site.simulation.telling import PlannedReport

__all__ = ["Outcome", "PlannedReport", "Simulation"]
