"""What makes one matter of several cases or several of one: merge, split, link."""

from linli.cases.web.steps.spec import StepSpec

SPECS: tuple[StepSpec, ...] = ()
