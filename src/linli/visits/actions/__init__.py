"""What people do in this room: the only code that writes its rows."""

from linli.visits.actions.arriving import plan_for_case, plan_for_household
from linli.visits.actions.asked_plans import ask_for_plan, plan_asked, plan_in_background, takes_long
from linli.visits.actions.changing import cancel_visit, miss_visit, move_visit
from linli.visits.actions.following import follow_homes
from linli.visits.actions.lapsing import cancel_lapsed
from linli.visits.actions.making import Made, Matter, make_visit
from linli.visits.actions.planning import plan_visit
from linli.visits.actions.reading import Heard, hear_voice, read_visit
from linli.visits.actions.receipts import Receipt, card_code, confirm_receipt
from linli.visits.actions.rhythm import Planned, plan_ahead, plan_due
from linli.visits.actions.targets import NewVisit
from linli.visits.actions.voices import Voice

__all__ = [
    "Heard",
    "Made",
    "Matter",
    "NewVisit",
    "Planned",
    "Receipt",
    "Voice",
    "ask_for_plan",
    "cancel_lapsed",
    "cancel_visit",
    "card_code",
    "confirm_receipt",
    "follow_homes",
    "hear_voice",
    "make_visit",
    "miss_visit",
    "move_visit",
    "plan_ahead",
    "plan_asked",
    "plan_due",
    "plan_for_case",
    "plan_for_household",
    "plan_in_background",
    "plan_visit",
    "read_visit",
    "takes_long",
]
