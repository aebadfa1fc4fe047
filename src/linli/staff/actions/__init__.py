"""What is done to accounts, posts, absences, units, duties and tokens: the only code that writes them."""

from linli.staff.actions.absences import NewAbsence, end_absence, enter_absence
from linli.staff.actions.accounts import (
    NewAccount,
    choose_language,
    create_account,
    deactivate_account,
    end_sessions,
    set_card,
    set_password,
)
from linli.staff.actions.back_office import open_back_office
from linli.staff.actions.moving import Moved, move_posts
from linli.staff.actions.posts import end_post, set_post
from linli.staff.actions.tokens import issue_token, revoke_token, use_token
from linli.staff.actions.units import DutyTimes, NewUnit, assign_duty, close_unit, create_unit, end_duty

__all__ = [
    "DutyTimes",
    "Moved",
    "NewAbsence",
    "NewAccount",
    "NewUnit",
    "assign_duty",
    "choose_language",
    "close_unit",
    "create_account",
    "create_unit",
    "deactivate_account",
    "end_absence",
    "end_duty",
    "end_post",
    "end_sessions",
    "enter_absence",
    "issue_token",
    "move_posts",
    "open_back_office",
    "revoke_token",
    "set_card",
    "set_password",
    "set_post",
    "use_token",
]
