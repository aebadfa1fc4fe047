"""What people do with cases: the only code that writes them."""

from linli.cases.actions.advancing import advance_case
from linli.cases.actions.arbitrating import NewRuling, end_ruling, rule_case
from linli.cases.actions.attaching import attach_photo
from linli.cases.actions.bulk import Bulk, Outcome, do_with_many
from linli.cases.actions.checking import close_case, fail_check, pass_check, reopen_case, void_case
from linli.cases.actions.delegating import delegate_task
from linli.cases.actions.dispatching import SentTo, dispatch_case
from linli.cases.actions.filing import correct_kind, decline_case, file_case
from linli.cases.actions.handing_off import hand_off, hear_status, take_back
from linli.cases.actions.handling import accept_task, respond, settle_on_spot
from linli.cases.actions.joining import Call, arrive, co_accept, co_answer, co_return, join_case, score_partner
from linli.cases.actions.kinds import load_catalogue
from linli.cases.actions.meeting import Minutes, Plan, finish_action, hold_meeting, plan_action
from linli.cases.actions.noting import add_note, disclose_reporter, relocate_cases
from linli.cases.actions.on_the_spot import ask_help, confirm_receipt
from linli.cases.actions.ordering import NewOrder, answer_order, give_order
from linli.cases.actions.rating import answer_rating, rate_case, visit_back
from linli.cases.actions.reporting import NewReport, Reported, report_case
from linli.cases.actions.returning import return_task
from linli.cases.actions.voices import attach_voice

__all__ = [
    "Bulk", "Call", "Minutes", "NewOrder", "NewReport", "NewRuling", "Outcome", "Plan", "Reported", "SentTo", "accept_task", "add_note", "advance_case",
    "answer_order", "answer_rating", "arrive", "ask_help", "attach_photo", "attach_voice", "close_case", "co_accept", "co_answer", "co_return", "confirm_receipt",
    "correct_kind", "decline_case", "delegate_task", "disclose_reporter", "dispatch_case", "do_with_many", "end_ruling", "fail_check", "file_case", "finish_action",
    "give_order", "hand_off", "hear_status", "hold_meeting", "join_case", "load_catalogue", "pass_check",
    "plan_action", "rate_case", "relocate_cases", "reopen_case", "report_case", "respond", "return_task", "rule_case",
    "score_partner", "settle_on_spot", "take_back", "visit_back", "void_case",
]  # fmt: skip
