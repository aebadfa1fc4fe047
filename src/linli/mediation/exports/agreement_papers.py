"""The papers of what was agreed: the agreement, its performance, visits back, judicial confirmation."""

from linli.mediation.exports.dossier import Dossier, day, said
from linli.mediation.exports.opening_papers import parties_grid, party_line
from linli.mediation.exports.sheets import Block, Grid, Heading, Line, Sheet, pairs
from linli.mediation.queries.naming import DECISION_NAMES, RESULT_NAMES, SIDE_NAMES, SIGNING_NAMES

_SCORES = {1: "非常不满意", 2: "不满意", 3: "基本满意", 4: "满意", 5: "非常满意"}


def agreement(dossier: Dossier) -> list[Sheet]:
    """Write the agreement with the content of art. 29, or the record of an oral one (art. 30)."""
    found = dossier.content.agreement
    if found is None:
        return [Sheet("人民调解协议书", (Line("本案没有达成调解协议。"),), "agreement")]
    is_oral = found.form == "oral"
    blocks: list[Block] = [
        Line(f"编号：{dossier.number}", "right"),
        parties_grid(dossier),
        *_terms(dossier),
        *_acts(dossier),
        Line(f"本协议自 {day(found.effective_on)} 起生效。"),
        *([] if is_oral else [Line("本协议一式数份，当事人、人民调解委员会各持一份。")]),
        Line(
            "双方认为有必要的，可以自协议生效之日起三十日内共同向人民法院申请司法确认"
            f"（最后一日为 {day(dossier.mediation.court_until)}）。",
            "small",
        ),
        *(_noted(dossier) if is_oral else _signed(dossier)),
    ]
    return [Sheet("人民调解口头协议登记表" if is_oral else "人民调解协议书", tuple(blocks), "agreement")]


def _terms(dossier: Dossier) -> list[Block]:
    terms = dossier.content.terms
    parts = (
        ("纠纷主要事实", "facts"), ("争议事项", "issues"), ("各方当事人的责任", "responsibility"),
        ("经调解，自愿达成如下协议", "terms"), ("履行方式", "method"), ("履行时限", "time"),
    )  # fmt: skip
    found: list[Block] = []
    for title, name in parts:
        found += [Heading(title), Line(terms.get(name, ""))]
    return found


def _acts(dossier: Dossier) -> list[Block]:
    if not dossier.content.acts:
        return []
    rows = [("序号", "履行人", "承诺事项", "期限")]
    for one in dossier.content.acts:
        rows.append(
            (str(one.row.place), dossier.named(one.row.party_id), one.content.get("text", ""), day(one.row.due_on))
        )
    return [Heading("承诺事项"), Grid(tuple(rows), (0.1, 0.2, 0.46, 0.24), has_head=True)]


def _signed(dossier: Dossier) -> list[Block]:
    found = dossier.content.agreement
    rows = [("", "签名、盖章或按指印", "日期")]
    for party in dossier.parties:
        signed = (found.signatures if found else {}).get(str(party.id), {})
        how = f"（{said(SIGNING_NAMES[signed['how']])}）" if signed else ""
        rows.append((f"{said(SIDE_NAMES[party.side])} {party.name}", how, signed.get("on", "")))
    rows.append((f"人民调解员 {'、'.join(dossier.mediators)}", "", str(found.mediator_on or "") if found else ""))
    rows.append((f"{dossier.committee}（印章）", "", str(found.sealed_on or "") if found else ""))
    return [Grid(tuple(rows), (0.45, 0.33, 0.22), has_head=True)]


def _noted(dossier: Dossier) -> list[Block]:
    return [
        Line("以上协议由当事人口头达成，人民调解员记录。"),
        Line(f"人民调解员（签名）：{'、'.join(dossier.mediators)} ______________", "right"),
        Line(dossier.committee, "right"),
    ]


def performance(dossier: Dossier) -> list[Sheet]:
    """Write what the check-backs on the promised acts found."""
    rows = [("承诺事项", "期限", "回访日期", "履行情况")]
    for one in dossier.content.acts:
        result = said(RESULT_NAMES[one.row.result]) if one.row.result else "未回访"
        told = f"{result} {one.content.get('found', '')}".strip()
        rows.append((one.content.get("text", ""), day(one.row.due_on), day(one.row.checked_on), told))
    return [Sheet("协议履行情况", (Grid(tuple(rows), (0.38, 0.2, 0.2, 0.22), has_head=True),), "performance")]


def visit_back(dossier: Dossier) -> list[Sheet]:
    """Write the visits back: performed, satisfied, a suit since, anything smouldering."""
    blocks: list[Block] = []
    for one in dossier.content.visits_back:
        blocks.append(
            pairs(
                ("回访日期", day(one.row.on)),
                ("协议是否履行", "已履行" if one.row.is_performed else "未全部履行"),
                ("当事人是否满意", _SCORES[one.row.satisfied]),
                ("是否又提起诉讼", "是" if one.row.went_to_court else "否"),
                ("有无新的隐患", one.content.get("trouble", "") or "无"),
            )
        )
    blocks.append(Line("回访人（签名）：______________", "right"))
    return [Sheet("回访记录", tuple(blocks), "visit-back")]


def court(dossier: Dossier) -> list[Sheet]:
    """Write the joint application for judicial confirmation and what the court decided."""
    matter, mediation = dossier.content.court, dossier.mediation
    about: list[Block] = [pairs(*((said(SIDE_NAMES[party.side]), party_line(party)) for party in dossier.parties))]
    about += [
        Line(f"申请人经{dossier.committee}调解，于 {day(mediation.effective_on)} 达成调解协议（{dossier.number}）。"),
        Line(
            "双方出于解决纠纷的目的自愿达成协议，没有恶意串通、规避法律的行为；因协议内容给他人造成损害的，愿意承担相应责任。"
        ),
        Line("根据《中华人民共和国人民调解法》第三十三条，双方共同申请人民法院对上述调解协议予以司法确认。"),
    ]
    if matter is not None:
        about.append(
            pairs(
                ("受理法院", matter.court),
                ("共同申请日期", day(matter.asked_on)),
                ("法院决定", said(DECISION_NAMES[matter.decision])),
                ("决定日期", day(matter.decided_on)),
                ("裁定书编号", matter.number or "—"),
            )
        )
    about += [
        Line("申请人（共同签名、盖章或按指印）：______________  ______________", "right"),
        Line(day(None), "right"),
    ]
    return [Sheet("司法确认申请书", tuple(about), "court")]
