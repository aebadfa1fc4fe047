"""Signs that nobody sees and that no file or database takes: told in one place, taken out wherever texts come in or go out."""

import re

_CONTROL_SIGNS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff]")


def without_control_signs(text: str, instead: str = "") -> str:
    """Take out of a text the control signs, or mark their places; tabs and the ends of lines stay.

    PostgreSQL keeps no NUL; Excel and Word open no file with the others (XML 1.0, 2.2); DEL would hide in a list or a name.
    """
    return _CONTROL_SIGNS.sub(instead, text)
