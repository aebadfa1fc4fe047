"""The papers that open a dossier: cover, application or intake record, rights and duties, identity, power of attorney."""

from linli.mediation.exports.dossier import Dossier, day, said
from linli.mediation.exports.sheets import Block, Grid, Heading, Line, Sheet, pairs
from linli.mediation.queries.detail import PartyView
from linli.mediation.queries.naming import HOW_NAMES, PHASE_NAMES, SIDE_NAMES, SOURCE_NAMES
from linli.mediation.rules.words import Source

RIGHTS = (
    "（一）选择或者接受人民调解员；",
    "（二）接受调解、拒绝调解或者要求终止调解；",
    "（三）要求调解公开进行或者不公开进行；",
    "（四）自主表达意愿、自愿达成调解协议。",
)
DUTIES = (
    "（一）如实陈述纠纷事实；",
    "（二）遵守调解现场秩序，尊重人民调解员；",
    "（三）尊重对方当事人行使权利。",
)


def party_line(party: PartyView) -> str:
    """Write a party as agreements and applications name it."""
    parts = [party.name]
    if party.id_number:
        parts.append(("身份证号 " if party.kind == "person" else "统一社会信用代码 ") + party.id_number)
    if party.details.get("address"):
        parts.append(f"住址 {party.details['address']}")
    if party.phone:
        parts.append(f"电话 {party.phone}")
    if party.details.get("representative"):
        parts.append(f"委托代理人 {party.details['representative']}")
    return "，".join(parts)


def parties_grid(dossier: Dossier) -> Grid:
    """List the parties with the side they stand on."""
    return pairs(*((said(SIDE_NAMES[party.side]), party_line(party)) for party in dossier.parties))


def result_of(dossier: Dossier) -> str:
    """Say how the mediation ended."""
    agreement = dossier.content.agreement
    if agreement is not None:
        return "达成书面调解协议" if agreement.form == "written" else "达成口头调解协议"
    return said(PHASE_NAMES[dossier.mediation.phase])


def cover(dossier: Dossier) -> list[Sheet]:
    """Write the cover: number, mediator, dates, keeper, how long it is kept."""
    mediation = dossier.mediation
    sides = [party.name for party in dossier.parties]
    grid = pairs(
        ("卷宗编号", dossier.number or "未编号"),
        ("卷名", f"{'、'.join(sides)} {dossier.kind}"),
        ("调解委员会", dossier.committee),
        ("人民调解员", "、".join(dossier.mediators) or "—"),
        ("受理日期", day(mediation.accepted_at)),
        ("结案日期", day(mediation.agreed_at or mediation.ended_at)),
        ("调解结果", result_of(dossier)),
        ("立卷人", mediation.keeper_name),
        ("立卷日期", day(mediation.archived_at)),
        ("保管人", mediation.keeper_name),
        ("保管期限", f"{mediation.kept_years} 年"),
    )
    return [Sheet("人民调解卷宗", (grid,), "cover", is_numbered=False, is_cover=True)]


def application(dossier: Dossier) -> list[Sheet]:
    """Write the application of a party, or the intake record of what came another way."""
    mediation, content = dossier.mediation, dossier.content.content
    applied = mediation.source == Source.PARTY
    blocks: list[Block] = [Line(f"编号：{dossier.number or '未编号'}", "right")]
    if not applied:
        blocks.append(Line(f"纠纷来源：{said(SOURCE_NAMES[mediation.source])} {mediation.referred_by}".rstrip()))
    blocks += [
        parties_grid(dossier),
        Line(f"纠纷类型：{dossier.kind}"),
        Heading("纠纷简要情况"),
        Line(content.get("text", "")),
    ]
    if content.get("wish"):
        blocks += [Heading("当事人申请事项"), Line(content["wish"])]
    blocks += _signed_application(dossier) if applied else _signed_intake(dossier)
    return [Sheet("人民调解申请书" if applied else "人民调解受理登记表", tuple(blocks), "application")]


def _signed_application(dossier: Dossier) -> list[Block]:
    return [
        Line("人民调解委员会已将申请人民调解的相关规定告知我，现自愿申请人民调解委员会进行调解。"),
        Line("申请人（签名、盖章或按指印）：______________", "right"),
        Line(day(dossier.mediation.applied_at), "right"),
    ]


def _signed_intake(dossier: Dossier) -> list[Block]:
    return [
        Line("登记人（签名）：______________", "right"),
        Line(dossier.committee, "right"),
        Line(day(dossier.mediation.accepted_at or dossier.mediation.applied_at), "right"),
    ]


def rights(dossier: Dossier) -> list[Sheet]:
    """Write the notice of rights and duties, and who was told when."""
    told = [("当事人", "告知日期", "是否同意调解", "签名")]
    for party in dossier.parties:
        answer = {"yes": "同意", "no": "不同意"}.get(party.consent, "未答复")
        how = f"（{said(HOW_NAMES[party.consent_how])}）" if party.consent_how else ""
        told.append((party.name, day(party.notified_on), answer + how, ""))
    blocks: list[Block] = [
        Line(
            "人民调解委员会调解民间纠纷，不收取任何费用（《中华人民共和国人民调解法》第四条）。调解在当事人自愿、平等的基础上进行，不因调解而阻止当事人依法通过仲裁、行政、司法等途径维护自己的权利（第三条）。"
        ),
        Heading("当事人在调解活动中享有下列权利（第二十三条）"),
        *(Line(one) for one in RIGHTS),
        Heading("当事人在调解活动中履行下列义务（第二十四条）"),
        *(Line(one) for one in DUTIES),
        Line(
            "经调解达成的协议具有法律约束力，当事人应当按照约定履行。双方认为有必要的，可以自协议生效之日起三十日内共同向人民法院申请司法确认（第三十一条、第三十三条）。"
        ),
        Grid(tuple(told), (0.28, 0.24, 0.26, 0.22), has_head=True),
    ]
    return [Sheet("当事人权利义务告知书", tuple(blocks), "rights")]


def identity(dossier: Dossier) -> list[Sheet]:
    """Write who the parties are and whether their papers were seen."""
    rows = [("当事人", "证件号码", "联系电话", "核对原件")]
    for party in dossier.parties:
        rows.append(
            (party.name, party.id_number or "—", party.phone or "—", "已核对" if party.identity_seen else "未核对")
        )
    return [Sheet("当事人身份材料", (Grid(tuple(rows), (0.24, 0.36, 0.22, 0.18), has_head=True),), "identity")]


def power(dossier: Dossier) -> list[Sheet]:
    """Write a power of attorney for each party that is represented."""
    return [
        Sheet("授权委托书", tuple(_power_of(dossier, party)), "power" if not number else "")
        for number, party in enumerate(party for party in dossier.parties if party.has_representative)
    ] or [Sheet("授权委托书", (Line("本案当事人均未委托代理人。"),), "power")]


def _power_of(dossier: Dossier, party: PartyView) -> list[Block]:
    return [
        pairs(("委托人", party_line(party)), ("受委托人", party.details.get("representative", ""))),
        Line(f"现委托上列受委托人在我与他方的{dossier.kind}一案中，作为我方参加调解的代理人。"),
        Line("委托权限：□ 一般代理  □ 特别授权（代为承认、放弃、变更调解请求，达成和签署调解协议）"),
        Line("委托人（签名或盖章）：______________", "right"),
        Line("受委托人（签名）：______________", "right"),
        Line(day(None), "right"),
    ]
