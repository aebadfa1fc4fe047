"""What is done to the register: the only code that writes its rows."""

from linli.register.actions.contacts import end_contact, name_contact
from linli.register.actions.correcting import change_resident, correct_resident
from linli.register.actions.dwellings import change_dwelling
from linli.register.actions.entering import enter_household, enter_resident
from linli.register.actions.guardians import end_guardian, name_guardian
from linli.register.actions.households import Split, join_households, set_head, set_relation, split_household
from linli.register.actions.linking import close_reconciliation, destroy_due, start_reconciliation
from linli.register.actions.merging import merge_residents, split_resident
from linli.register.actions.moving import move_in, move_out, take_in
from linli.register.actions.naming import complete_name_keys
from linli.register.actions.reading import read_household, read_resident
from linli.register.actions.registering import Origin, Registered, register_households, store_households
from linli.register.actions.relocating import Relocated, relocate_homes
from linli.register.actions.revealing import Revealed, reveal, reveal_statement
from linli.register.actions.stating import settle_statement, state_value
from linli.register.actions.undoing import undo
from linli.register.actions.vital import record_birth, record_death

__all__ = [
    "Origin",
    "Registered",
    "Relocated",
    "Revealed",
    "Split",
    "change_dwelling",
    "change_resident",
    "close_reconciliation",
    "complete_name_keys",
    "correct_resident",
    "destroy_due",
    "end_contact",
    "end_guardian",
    "enter_household",
    "enter_resident",
    "join_households",
    "merge_residents",
    "move_in",
    "move_out",
    "name_contact",
    "name_guardian",
    "read_household",
    "read_resident",
    "record_birth",
    "record_death",
    "register_households",
    "relocate_homes",
    "reveal",
    "reveal_statement",
    "set_head",
    "set_relation",
    "settle_statement",
    "split_household",
    "split_resident",
    "start_reconciliation",
    "state_value",
    "store_households",
    "take_in",
    "undo",
]
