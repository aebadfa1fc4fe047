"""The page of roles and permissions: who may do what."""

from linli.cases.queries.kinds import workflow_at
from linli.cases.rules import Lane, Party, Step
from linli.site.reference.markdown import code, in_chinese, in_english, table
from linli.staff.queries import ROLE_NAMES
from linli.staff.rules import ROLE_MAY, Permission, Role

_HEAD = """# Roles and permissions

A person has posts. A post is a role in an area (a code prefix: `990101` opens what begins with `990101`), for a unit
where the role needs one, from one day to another. What a role may do stands in `src/linli/staff/rules/posts.py`, from which
`python -m linli.site.reference` writes this page. A token for a program is narrowed to some of its owner's permissions
and never opens more than the owner has.

A handler or unit head sees the cases with a task for the unit, whatever the area; the head is told of what runs late.
A confidential case is read by its handlers only.
The role `admin` keeps accounts and reference data and has no right to read cases or people.

## Roles

"""
_WHAT: dict[Permission, str] = {
    Permission.CASES_VIEW: "read the cases of the area",
    Permission.CASES_REPORT: "hand in a report at the desk or through the API",
    Permission.CASES_FILE: "file a report as a case, decline it, choose its kind, open a closed one again",
    Permission.CASES_DISPATCH: "send a case to a unit",
    Permission.CASES_HANDLE: "accept, return and answer the tasks of one's own unit",
    Permission.CASES_SETTLE: "close on the spot what one has put right",
    Permission.CASES_CHECK: "check back what a unit answered",
    Permission.CASES_CLOSE: "close a checked case",
    Permission.CASES_VOID: "cancel a case filed by mistake",
    Permission.CASES_APPROVE: "grant or refuse a pause or an extension, rule which unit is responsible",
    Permission.CASES_ORDER: "give a supervision order (督办) and close it",
    Permission.CASES_EXPORT: "take a list of cases out as a spreadsheet",
    Permission.CASES_CONFIDENTIAL: "read the disputes of the area, which are confidential",
    Permission.PEOPLE_CONTACT: "read a clear phone or name for a stated purpose, which is kept",
    Permission.PEOPLE_VIEW: "see the register of the area, names and phones masked",
    Permission.PEOPLE_EDIT: "enter and change the register of the area",
    Permission.PEOPLE_QUERY: "ask questions over the people of the area for a stated purpose; what is shown is masked",
    Permission.PEOPLE_EXPORT: "export what a stated purpose allows, which every person concerned can read",
    Permission.PEOPLE_IMPORT: "import spreadsheets into the register of the area",
    Permission.PEOPLE_LINK: "hold a list against the register for one stated benefit purpose",
    Permission.PURPOSES_KEEP: "keep purposes, impact assessments, sharing agreements and retention; no person's data",
    Permission.AUDIT_VIEW: "see the log of reads and writes on people, and who reads unusually much",
    Permission.VISITS_VIEW: "see the visits of the area, what they are for and what was agreed",
    Permission.VISITS_MAKE: "make visits in one's own grids and keep what came of them",
    Permission.VISITS_PLAN: "plan, move and cancel visits; print contact cards",
    Permission.FORMS_FILL: "fill in admitted forms, in the field app and over OpenRosa",
    Permission.FORMS_ADMIT: "admit and withdraw forms",
    Permission.FORMS_REVIEW: "review what forms say otherwise than the register",
    Permission.FIELD_WORK: "work with the field app on an own phone",
    Permission.GRIDS_DRAW: "draw, edit and hand in plans of grids",
    Permission.GRIDS_APPROVE: "approve and adopt plans of grids that somebody else handed in; the post covers the district",
    Permission.AREAS_VIEW: "see areas and grids",
    Permission.AREAS_IMPORT: "import maps of the area at the desk: streets, buildings, compounds, barriers, facilities",
    Permission.FIGURES_VIEW: "see the figures of the area",
    Permission.MESSAGES_LOG: "read the delivery log of the area, without texts, and send again what failed",
    Permission.STAFF_MANAGE: "give and end posts, keep accounts, units and duties of the area",
    Permission.REFERENCE_EDIT: "edit reference data in the back office",
}
_STEPS = """
## Steps of a case

Who may take a step, from which state to which. *Another person* means: not the one who handled the case.

"""


def permissions_page() -> str:
    """Write the page."""
    return _HEAD + _roles() + "\n## Permissions\n\n" + _permissions() + _STEPS + _steps()


def _roles() -> str:
    rows = [
        (
            code(role.value),
            in_chinese(ROLE_NAMES[role]),
            in_english(ROLE_NAMES[role]),
            ", ".join(code(permission.value) for permission in Permission if permission in ROLE_MAY[role]) or "none",
        )
        for role in Role
    ]
    return table(("Role", "岗位", "On screen", "May"), rows)


def _permissions() -> str:
    rows = [
        (
            code(permission.value),
            _WHAT[permission],
            ", ".join(code(role.value) for role in Role if permission in ROLE_MAY[role]),
        )
        for permission in Permission
    ]
    return table(("Permission", "Allows to", "Roles that have it"), rows)


def _steps() -> str:
    workflow = workflow_at(Lane.DISPATCH)
    rows = [
        (
            code(step.name),
            ", ".join(code(phase) for phase in workflow.phases if phase in step.starts),
            ", ".join(code(phase) for phase in step.leads_to) or "the same",
            ", ".join(code(permission.value) for permission in step.permissions) or _party(step),
            _whose(step),
        )
        for step in workflow.steps.values()
    ]
    return table(("Step", "From", "To", "Permission", "Where"), rows)


def _party(step: Step) -> str:
    return "whoever reported" if step.party is Party.REPORTER else "the system"


def _whose(step: Step) -> str:
    where = {
        Party.AREA: "in the area",
        Party.UNIT: "for the unit that has the task",
        Party.CO_UNIT: "for a unit called in",
        Party.ANY_UNIT: "for the unit that has the task or one called in",
    }.get(step.party, "")
    return f"{where}, another person" if step.other_person else where
