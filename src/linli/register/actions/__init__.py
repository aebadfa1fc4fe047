"""What is done to the register: the only code that writes its rows."""

from linli.register.actions.correcting import change_resident, correct_resident
from linli.register.actions.entering import enter_household, enter_resident
from linli.register.actions.moving import move_in, move_out
from linli.register.actions.reading import read_household, read_resident
from linli.register.actions.registering import Origin, Registered, check_columns, register_households, store_households

__all__ = [
    "Origin",
    "Registered",
    "change_resident",
    "check_columns",
    "correct_resident",
    "enter_household",
    "enter_resident",
    "move_in",
    "move_out",
    "read_household",
    "read_resident",
    "register_households",
    "store_households",
]
