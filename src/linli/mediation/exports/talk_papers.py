"""The papers of the talks: inquiries and the mediation record."""

from linli.mediation.exports.dossier import Dossier, moment, said
from linli.mediation.exports.sheets import Block, Heading, Line, Sheet, pairs
from linli.mediation.queries.naming import MODE_NAMES, OUTCOME_NAMES


def investigation(dossier: Dossier) -> list[Sheet]:
    """Write every inquiry on a page of its own."""
    found = []
    for number, one in enumerate(dossier.content.investigations):
        blocks: tuple[Block, ...] = (
            pairs(
                ("时间", moment(one.row.at)),
                ("地点", one.content.get("where", "") or "—"),
                ("被调查人", one.content.get("whom", "")),
                ("调查人", "、".join(dossier.mediators) or dossier.mediation.keeper_name),
            ),
            Heading("调查内容"),
            Line(one.content.get("text", "")),
            Line("被调查人（签名）：______________    调查人（签名）：______________", "right"),
        )
        found.append(Sheet(f"调查记录（{number + 1}）", blocks, "" if number else "investigation"))
    return found or [Sheet("调查记录", (Line("本案没有调查记录。"),), "investigation")]


def record(dossier: Dossier) -> list[Sheet]:
    """Write every session on a page of its own: time, place or link, who was there, what was said."""
    found = []
    for number, one in enumerate(dossier.content.sessions):
        row = one.row
        place = "地点" if row.mode == "in-person" else "远程会议"
        blocks: tuple[Block, ...] = (
            Line(f"编号：{dossier.number}", "right"),
            pairs(
                ("时间", moment(row.held_at)),
                ("方式", said(MODE_NAMES[row.mode])),
                (place, row.where),
                ("参加人", one.content.get("present", "")),
                ("调解员", "、".join(dossier.mediators)),
                ("是否公开", "公开" if dossier.mediation.is_public else "不公开"),
            ),
            Heading("调解记录"),
            Line(one.content.get("text", "")),
            Line(f"本次结果：{said(OUTCOME_NAMES[row.outcome])}"),
            Line("当事人（签名、盖章或按指印）：______________", "right"),
            Line("人民调解员（签名）：______________    记录人（签名）：______________", "right"),
        )
        found.append(Sheet(f"人民调解记录（第 {number + 1} 次）", blocks, "" if number else "record"))
    return found or [Sheet("人民调解记录", (Line("本案没有进行调解会。"),), "record")]
