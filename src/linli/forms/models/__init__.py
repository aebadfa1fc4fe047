"""The rows of this room: forms and their versions, what was filled in, what may go back to the register."""

from linli.forms.models.forms import Form, FormFile, FormVersion
from linli.forms.models.submissions import Submission, SubmissionFile, WriteBack

__all__ = ["Form", "FormFile", "FormVersion", "Submission", "SubmissionFile", "WriteBack"]
