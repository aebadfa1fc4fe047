"""What stops or lengthens a unit's clock: asking for a pause or an extension, granting, refusing, going on."""

from linli.cases.web.steps.spec import StepSpec

SPECS: tuple[StepSpec, ...] = ()
