"""What units that are called in do beside the leading one."""

from linli.cases.web.steps.spec import StepSpec

SPECS: tuple[StepSpec, ...] = ()
