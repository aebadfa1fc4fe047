"""What superiors order: supervision orders, and reminders."""

from linli.cases.web.steps.spec import StepSpec

SPECS: tuple[StepSpec, ...] = ()
