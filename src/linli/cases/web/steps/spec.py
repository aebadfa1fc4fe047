"""What a step of the case page is: its address, its form, the action it calls, what it is called."""

from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID

from linli.cases.queries.detail import CaseDetail
from linli.cases.rules import StepName
from linli.cases.web import step_forms as forms
from linli.cases.wording import Word
from linli.staff.rules import Command

Act = Callable[[UUID, Command, forms.StepForm], object]
# What a form offers for this case, and whether there is nothing here for it to do.
Fit = Callable[[forms.StepForm, CaseDetail], None]
Idle = Callable[[CaseDetail], bool]


@dataclass(frozen=True)
class StepSpec:
    """One address of the case page to which a form is sent; one that is `aside` never opens by itself."""

    noun: str
    steps: frozenset[StepName]
    form: type[forms.StepForm]
    act: Act
    title: Word
    button: Word
    done: Word
    icon: str
    tone: str = "primary"
    confirm: Word = ""
    aside: bool = False
    fit: Fit | None = None
    idle: Idle | None = None
