"""The page of workflows: their phases, their own steps and what each asks."""

from collections.abc import Iterator

from linli.cases.catalogue import WorkflowDeclaration
from linli.cases.catalogue.workflows import FieldDeclaration, StepDeclaration
from linli.cases.picturing import phases_in_order
from linli.cases.queries.kinds import catalogue, usual_lane
from linli.site.reference.markdown import code, table

_HEAD = """# Workflows

Every workflow Linli ships, as declared in `src/linli/catalogue/workflows/`. How to write one:
[Write a workflow](../how-to/write-a-workflow.md). `linli catalogue draw CODE` draws one, and the desk shows each with its
picture under 事项与流程. Written from the declarations by `python -m linli.site.reference`.

A *phase* is a place in one workflow; its *stage* is the state all workflows share, so that lists and figures hold for all.
A limit is an amount of time, or the name of the kind's own limit. Steps that every workflow takes over from
{shared} are not repeated; {dispatch} lists the ordinary course.

"""


def workflows_page() -> str:
    """Write the page."""
    declared = catalogue().workflows
    usual = {lane: [kind.code for kind in catalogue().kinds.values() if usual_lane(kind) == lane] for lane in declared}
    base = {step.code: step for step in declared["dispatch"].step}
    head = _HEAD.format(shared=code("shared.toml"), dispatch=code("dispatch"))
    return head + "\n".join(_section(one, base, kinds=len(usual[one.code])) for one in declared.values())


def _section(workflow: WorkflowDeclaration, base: dict[str, StepDeclaration], *, kinds: int) -> str:
    own = [step for step in workflow.step if workflow.code == "dispatch" or base.get(step.code) != step]
    moving = [step for step in own if step.to or step.fields]
    phases = (
        (code(phase.code), phase.name.zh_hans, phase.name.en, phase.stage.value, phase.limit or "–", phase.clock)
        for phase in phases_in_order(workflow)
    )
    parts = [
        f"## {workflow.name.en} · {workflow.name.zh_hans}",
        f"{code(workflow.code)}. {workflow.about.en} Usual for {kinds} kinds. Source: {workflow.source}",
        table(("Phase", "名称", "Name", "Stage", "Limit", "Clock"), phases),
        table(("Step", "Name", "From", "To", "Who", "Asks"), (_row(step, workflow) for step in moving)),
    ]
    return "\n\n".join(part for part in parts if part.strip()).rstrip("\n") + "\n"


def _row(step: StepDeclaration, workflow: WorkflowDeclaration) -> tuple[str, ...]:
    starts = step.starts(workflow.phase)
    return (
        code(step.code),
        step.name.en if step.name else "",
        ", ".join(phase.code for phase in workflow.phase if phase.code in starts),
        ", ".join(step.to) or "–",
        "; ".join(_who(step)),
        "; ".join(_asked(field) for field in step.fields),
    )


def _who(step: StepDeclaration) -> Iterator[str]:
    yield ", ".join(code(permission.value) for permission in step.may) or step.by.value
    if step.may and step.by.value != "area":
        yield f"by {step.by.value}"
    if step.other_person:
        yield "another person"


def _asked(field: FieldDeclaration) -> str:
    choices = f" ({', '.join(choice.code for choice in field.choices)})" if field.choices else ""
    return f"{field.name.en}{choices}{'' if field.required else ', if any'}"
