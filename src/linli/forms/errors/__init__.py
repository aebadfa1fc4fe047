"""How forms says no."""

from linli.forms.errors.admission import *  # noqa: F403 the refusals of one topic, under the room's own name
from linli.forms.errors.filling import *  # noqa: F403 the refusals of one topic, under the room's own name
