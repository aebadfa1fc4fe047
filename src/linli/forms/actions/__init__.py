"""What people do in this room: the only code that writes its rows."""

from linli.forms.actions.admitting import admit_form, withdraw_form
from linli.forms.actions.matching import match_submission
from linli.forms.actions.reading import open_file, read_submission, take_answers
from linli.forms.actions.reviewing import keep_write_back, settle_submission, take_write_back
from linli.forms.actions.submitting import Sent, Taken, take_submission
from linli.forms.actions.uploading import upload_form

__all__ = [
    "Sent",
    "Taken",
    "admit_form",
    "keep_write_back",
    "match_submission",
    "open_file",
    "read_submission",
    "settle_submission",
    "take_answers",
    "take_submission",
    "take_write_back",
    "upload_form",
    "withdraw_form",
]
