"""What the register holds of a person, and why: name, sex, birth date, phone, ID number, home; beside it only what a purpose needs.

Legal duty: Household Registration Regulations art. 6, Urban Residents Committees Organic Law art. 3 (services of the
neighbourhood), within the limits of PIPL arts. 5-6 and 34.
"""

from dataclasses import replace

from django.utils.translation import gettext_lazy as _

from linli.core.personal_data import (
    LegalBasis,
    Personal,
    Purpose,
    Rest,
    Retention,
    Sensitivity,
    declare,
    technical,
    whole_room,
)

REGISTER = Purpose("register", _("登记本辖区居民，提供社区服务"))
CONTACT = Purpose("contact", _("就本人的事项联系本人"))
IDENTIFY = Purpose("identify", _("办理本人申请的事项时核对身份"))
ENTITLE = Purpose("entitle", _("按年龄告知可以享受的服务"))
SIGN_IN = Purpose("sign-in", _("本人登录查看自己的信息和诉求"))

MOVED_AWAY = Retention(365, "the person has moved away or died")
LEFT_HOUSEHOLD = Retention(365, "the household or residency has ended")
PROGRAMME = Purpose("programme", _("办理您申请或有权享受的服务"))
BELONG = Purpose("membership", _("您自愿加入的组织管理自己的成员"))
ANSWERABLE = Purpose("answerable", _("使您能查看谁因何查阅过您的信息，并能更正"))
RECONCILE = Purpose("reconcile", _("为一项待遇核对记录，由人决定"))
VOTE = Purpose("voter-roll", _("居民委员会换届选举登记选民"))

LEFT_ORGANISATION = Retention(0, "the membership has ended")
LEFT_PROGRAMME = Retention(1095, "the enrolment has ended")
THREE_YEARS = Retention(1095, "the reading or the withdrawal (PIPL art. 56; Net Data Rules art. 12)")
SETTLED = Retention(365, "the statement was settled, or the person has left")
DESTROYED = Retention(0, "the reconciliation is closed, its destroy-by day at the latest")
MENDED = Retention(90, "the import")
NEXT_ROLL = Retention(365, "the next roll")

READ = ("people.contact",)
DESK = ("people.view", "people.contact")
OFFICERS = ("the organisation's officers",)
OWN = ("the resident",)

_NAME = Personal((REGISTER, CONTACT), LegalBasis.LEGAL_DUTY, Sensitivity.PERSONAL, MOVED_AWAY, READ, DESK)
_SEX = replace(_NAME, purposes=(REGISTER,), masked_to=())
_BIRTH = replace(_NAME, purposes=(REGISTER, ENTITLE))
_ID_NUMBER = Personal(
    (IDENTIFY,), LegalBasis.LEGAL_DUTY, Sensitivity.SENSITIVE, MOVED_AWAY, READ, DESK, rest=Rest.SEALED
)
_PHONE = Personal((CONTACT,), LegalBasis.CONSENT, Sensitivity.PERSONAL, MOVED_AWAY, READ, DESK, rest=Rest.SEALED)
_HOME = Personal((REGISTER, CONTACT), LegalBasis.LEGAL_DUTY, Sensitivity.PERSONAL, LEFT_HOUSEHOLD, DESK)

_MEMBER = Personal((BELONG,), LegalBasis.CONSENT, Sensitivity.SENSITIVE, LEFT_ORGANISATION, OFFICERS)
_ENROLLED = Personal((PROGRAMME,), LegalBasis.CONSENT, Sensitivity.SENSITIVE, LEFT_PROGRAMME, DESK)
_AGREED = Personal((ANSWERABLE,), LegalBasis.LEGAL_DUTY, Sensitivity.PERSONAL, THREE_YEARS, DESK)
_READ_LOG = Personal((ANSWERABLE,), LegalBasis.LEGAL_DUTY, Sensitivity.PERSONAL, THREE_YEARS, OWN)
_HISTORY = Personal((ANSWERABLE,), LegalBasis.LEGAL_DUTY, Sensitivity.SENSITIVE, MOVED_AWAY, DESK, rest=Rest.SEALED)
_SAID = Personal((ANSWERABLE,), LegalBasis.LEGAL_DUTY, Sensitivity.SENSITIVE, SETTLED, DESK, rest=Rest.SEALED)
_MATCHED = Personal((RECONCILE,), LegalBasis.LEGAL_DUTY, Sensitivity.SENSITIVE, DESTROYED, ("people.link",))
_HANDED_BACK = Personal((REGISTER,), LegalBasis.LEGAL_DUTY, Sensitivity.SENSITIVE, MENDED, ("people.import",))
_FRIEND = Personal((CONTACT,), LegalBasis.CONSENT, Sensitivity.PERSONAL, MOVED_AWAY, READ, DESK, rest=Rest.SEALED)
_GUARDIAN = replace(_FRIEND, basis=LegalBasis.LEGAL_DUTY)

_KEY = "key of the row"
_SCOPE = "the grid, for scope and counts"


def _all(model: str, personal: Personal, *fields: str) -> None:
    for field in fields:
        declare(model, field, personal)


whole_room("register")
_all("register.Resident", _NAME, "name", "name_key")
declare("register.Resident", "sex", _SEX)
declare("register.Resident", "born_on", _BIRTH)
declare("register.Resident", "id_number_sealed", _ID_NUMBER)
declare("register.Resident", "id_number_hash", replace(_ID_NUMBER, clear_to=(), masked_to=(), rest=Rest.KEYED_HASH))
declare("register.Resident", "phone_sealed", _PHONE)
declare("register.Resident", "phone_hash", replace(_PHONE, clear_to=(), masked_to=(), rest=Rest.KEYED_HASH))
declare(
    "register.Resident",
    "account_id",
    Personal((SIGN_IN,), LegalBasis.CONSENT, Sensitivity.PERSONAL, Retention(0, "the account is closed")),
)
declare("register.Resident", "died_on", replace(_BIRTH, purposes=(REGISTER,)))
_all("register.Resident", replace(_HOME, purposes=(ANSWERABLE,)), "source", "entered_at")
technical(
    "register.Resident",
    id=_KEY,
    merged_into="the record that this one turned out to be",
    batch_id="the import that entered the row",
    version="tells that somebody changed the row meanwhile",
)

_all("register.Household", _HOME, "dwelling_id", "head_id", "since", "until")
technical("register.Household", id=_KEY, area_code=_SCOPE, version="tells that somebody changed the row meanwhile")
_all(
    "register.Residency",
    _HOME,
    "resident", "household", "dwelling_id", "lives", "registered", "relation", "since", "until",
)  # fmt: skip
technical("register.Residency", id=_KEY, area_code=_SCOPE)

_all("register.Contact", _FRIEND, "name_sealed", "phone_sealed")
declare("register.Contact", "phone_hash", replace(_FRIEND, clear_to=(), masked_to=(), rest=Rest.KEYED_HASH))
_all("register.Contact", replace(_FRIEND, rest=Rest.PLAIN), "resident", "relation", "since", "until")
technical("register.Contact", id=_KEY)
_all("register.Guardianship", _GUARDIAN, "name_sealed", "phone_sealed")
_all(
    "register.Guardianship",
    replace(_GUARDIAN, rest=Rest.PLAIN),
    "ward", "guardian", "relation", "basis", "since", "until",
)  # fmt: skip
technical("register.Guardianship", id=_KEY)

technical(
    "register.Organisation",
    id=_KEY,
    area_code=_SCOPE,
    credit_code="public code of the organisation (GB 32100)",
    name="public name of the organisation",
    kind="kind of the organisation",
    dwelling_id="where the organisation is",
    address="public address of the organisation",
    phone="the organisation's own phone",
    has_members="whether it keeps a list of members here",
    since="since when it is there",
    until="until when it was there",
    version="tells that somebody changed the row meanwhile",
)
technical(
    "register.Officer",
    id=_KEY,
    organisation="whom the account acts for",
    account_id="the account",
    since="since when it acts",
    until="until when it acted",
)
_all(
    "register.Membership",
    _MEMBER,
    "organisation", "resident", "role", "since", "until", "notice_version", "consented_at", "channel", "guardianship_id",
)  # fmt: skip
technical("register.Membership", id=_KEY, entered_by="the account", entered_by_member="the member entered it")

_all(
    "register.Consent",
    _AGREED,
    "resident", "purpose_code", "notice_code", "notice_version", "given_at", "guardianship_id", "channel", "withdrawn_at",
)  # fmt: skip
technical("register.Consent", id=_KEY, taken_by="the account", withdrawn_by="the account")
_all("register.Enrolment", _ENROLLED, "resident", "programme_code", "consent", "basis", "since", "review_by", "until")
technical("register.Enrolment", id=_KEY, area_code=_SCOPE, ended_because="how it ended")
technical(
    "register.ImpactAssessment",
    id=_KEY,
    purpose_code="the purpose assessed",
    answers="what was answered",
    purpose_digest="digest of the purpose as it was assessed",
    drafted_by="the account",
    drafted_by_name="who drafted",
    drafted_at="when",
    signed_by="the account",
    signed_by_name="who signed",
    signed_at="when",
    review_by="when it is due again",
    revoked_at="when it was taken back",
)
technical(
    "register.SharingAgreement",
    id=_KEY,
    code="number of the agreement",
    area_code="of whose people",
    receiver="the organisation that receives",
    purpose_code="what for",
    basis="law or decision",
    fields="which fields",
    since="from when",
    until="until when",
    drafted_by="the account",
    drafted_by_name="who drafted",
    drafted_at="when",
    signed_by="the account",
    signed_by_name="who signed",
    signed_at="when",
    ended_at="when it was ended early",
)
technical(
    "register.Handover",
    id=_KEY,
    agreement="under which agreement",
    at="when",
    by="the account",
    by_name="who",
    count="of how many people",
    fields="which fields",
    digest="digest of what was handed over",
)
_all("register.Disclosure", _READ_LOG, "resident_id", "at", "purpose_code", "said", "fields", "how")
technical("register.Disclosure", id=_KEY, by="the account", by_name="who read", unit_code="the reader's unit")

_all("register.RegisterChange", _HISTORY, "before_sealed", "after_sealed")
technical(
    "register.RegisterChange",
    id=_KEY,
    subject_kind="kind of the row",
    subject_id="the row",
    resident_id="whom it is about",
    household_id="which home it is about",
    area_code=_SCOPE,
    at="when",
    effective_on="from which day it is true",
    by="the account",
    by_name="who",
    act="what was done",
    command_id="the change it belongs to",
    source="who said so",
    reason="why",
    undone_by="the change that took it back",
)
declare("register.Statement", "value_sealed", _SAID)
declare("register.Statement", "value_hash", replace(_SAID, clear_to=(), rest=Rest.KEYED_HASH))
technical(
    "register.Statement",
    id=_KEY,
    resident_id="whom it is about",
    field="of which field",
    source="who said so",
    said_at="when",
    by="the account",
    batch_id="the import it came with",
    state="whether it agrees",
    settled_at="when it was settled",
)

technical(
    "register.ColumnMapping",
    id=_KEY,
    name="name of the mapping",
    area_code="whose files",
    columns="which column is which field",
    made_by="the account",
    made_at="when",
)
technical(
    "register.ImportBatch",
    id=_KEY,
    area_code="whose people",
    file_name="name of the file",
    file_digest="digest of the file",
    columns="which column is which field",
    source="who said so",
    by="the account",
    by_name="who",
    started_at="when",
    finished_at="when",
    state="how far it is",
    rows="rows of the file",
    next_row="where it goes on",
    good="rows stored",
    bad="rows handed back",
    known="people who were there already",
    counts="rows of each fault",
    trouble="why it stopped",
)
declare("register.ImportFault", "row_sealed", replace(_HANDED_BACK, rest=Rest.SEALED))
technical("register.ImportFault", id=_KEY, batch_id="the import", row="row of the file", codes="kinds of faults")
technical(
    "register.SavedQuery",
    id=_KEY,
    account_id="whose question",
    name="its name",
    text="its conditions",
    purpose_code="what for",
    made_at="when",
)
_all(
    "register.RollRun",
    Personal((VOTE,), LegalBasis.LEGAL_DUTY, Sensitivity.PERSONAL, NEXT_ROLL, ("people.export",)),
    "members", "changes",
)  # fmt: skip
technical(
    "register.RollRun",
    id=_KEY,
    area_code="the community",
    roll="which roll",
    rule="who is entered",
    on="as of which day",
    at="when it was drawn up",
    by="the account",
    count="how many stand on it",
    added="how many more than last time",
    removed="how many no longer",
)
technical(
    "register.PublishedTable",
    id=_KEY,
    month="of which month",
    ages_on="the day to which ages are told",
    at="when it was made",
    cells="counts, the small ones left out",
)
technical(
    "register.RetentionRun", id=_KEY, at="when", on="for which day", dry="whether it only looked", report="counts"
)

technical(
    "register.LinkageJob",
    id=_KEY,
    area_code="whose people",
    title="name of the reconciliation",
    purpose_code="the one purpose",
    basis="law or decision",
    is_within="duplicates inside the register",
    list_digest="digest of the list",
    rows="rows of the list",
    settings="thresholds and weights",
    state="how far it is",
    counts="how many of which kind",
    trouble="why it stopped",
    by="the account",
    by_name="who",
    started_at="when",
    finished_at="when",
    destroy_by="when the copy is destroyed at the latest",
    destroyed_at="when it was destroyed",
)
declare("register.LinkagePair", "row_sealed", replace(_MATCHED, rest=Rest.SEALED))
_all("register.LinkagePair", _MATCHED, "left_id", "resident_id", "probability", "weight", "parts", "decision", "reason")
technical(
    "register.LinkagePair",
    id=_KEY,
    job="the reconciliation",
    row="row of the list",
    decided_by="the account",
    decided_by_name="who decided",
    decided_at="when",
    second_by="the account",
    second_by_name="who looked again",
    second_at="when",
)

_READER = Personal((ANSWERABLE,), LegalBasis.LEGAL_DUTY, Sensitivity.PERSONAL, THREE_YEARS, ("audit.view",))
_all("register.ReadingExplained", _READER, "reader", "sign", "until", "reason")
technical(
    "register.ReadingExplained",
    id=_KEY,
    area_code="whose log it is",
    at="when it was explained",
    by="the account",
    by_name="who says so",
)
