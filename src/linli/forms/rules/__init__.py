"""What is allowed in this room: pure functions on plain values, without Django, I/O or a clock."""

from linli.forms.rules.admission import *  # noqa: F403 the rules of admission, under the room's own name
from linli.forms.rules.answers import *  # noqa: F403 as above: what an answer may be
from linli.forms.rules.binding import *  # noqa: F403 as above: which question is which field of the register
from linli.forms.rules.form_files import *  # noqa: F403 as above: which files may come with a form
from linli.forms.rules.measuring import *  # noqa: F403 as above: how much of a form was asked before
from linli.forms.rules.states import *  # noqa: F403 as above: states of forms, submissions and write-backs
