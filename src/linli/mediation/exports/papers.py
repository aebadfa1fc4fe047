"""The thirteen papers of a dossier: what each of them says."""

from collections.abc import Callable

from linli.mediation.actions.attaching import read_document
from linli.mediation.exports.agreement_papers import agreement, court, performance, visit_back
from linli.mediation.exports.dossier import Dossier, day, said
from linli.mediation.exports.opening_papers import application, cover, identity, power, rights
from linli.mediation.exports.sheets import Block, Grid, Heading, Line, Picture, Sheet, pairs
from linli.mediation.exports.talk_papers import investigation, record
from linli.mediation.models import Document
from linli.mediation.queries.naming import PAPER_NAMES
from linli.mediation.rules import Need

Writer = Callable[[Dossier], list[Sheet]]


def sheets_of(dossier: Dossier) -> list[Sheet]:
    """Write the whole dossier but its list of contents, which needs the page numbers: every paper that is there."""
    found: list[Sheet] = []
    for paper, is_there in dossier.papers:
        if is_there or paper.need is Need.MUST:
            found += paper_sheets(dossier, paper.code)
    return found


def paper_sheets(dossier: Dossier, code: str) -> list[Sheet]:
    """Write one paper, with what was handed in under it behind it."""
    written = WRITERS[code](dossier)
    return written + [_handed_in(document) for document in dossier.documents(code)]


def contents(dossier: Dossier, pages: dict[str, int]) -> Sheet:
    """Write the list of contents: every paper with its mark, and the page it begins on."""
    rows = [("序号", "材料名称", "要求", "页号")]
    for paper, is_there in dossier.papers:
        if paper.code == "cover":
            continue
        need = "必备" if paper.need is Need.MUST else "有则入卷"
        page = str(pages.get(paper.code, "")) if is_there else ("缺" if paper.need is Need.MUST else "无")
        rows.append((str(paper.place), said(PAPER_NAMES[paper.code]), need, page or "—"))
    return Sheet(
        "卷内目录", (Grid(tuple(rows), (0.12, 0.56, 0.17, 0.15), has_head=True),), "contents", is_numbered=False
    )


def _handed_in(document: Document) -> Sheet:
    about: list[Block] = [Line(f"收入日期：{day(document.added_at)}    经手人：{document.added_by}", "small")]
    if document.media_type == "image/jpeg":
        about.append(Picture(read_document(document)))
    else:
        about.append(
            pairs(
                ("材料形式", "PDF 电子文件，原件另存于电子卷宗，可在调解页面下载"),
                ("大小", f"{document.size_bytes / 1024:.0f} KB"),
                ("校验值（SHA-256）", document.sha256),
            )
        )
    return Sheet(document.title, tuple(about))


def _evidence(dossier: Dossier) -> list[Sheet]:
    rows = [("序号", "名称", "收入日期", "经手人")]
    for number, document in enumerate(dossier.documents("evidence"), start=1):
        rows.append((str(number), document.title, day(document.added_at), document.added_by))
    grid = Grid(tuple(rows), (0.1, 0.5, 0.22, 0.18), has_head=True)
    return [Sheet("证据材料清单", (grid,), "evidence")]


def _note(dossier: Dossier) -> list[Sheet]:
    listed = "；".join(document.title for document in dossier.documents("note")) or "无"
    blocks: list[Block] = [
        Heading("本卷情况说明"),
        Line(f"附件：{listed}"),
        Line(f"立卷人：{dossier.mediation.keeper_name}    检查人：____________", "right"),
        Line(day(dossier.mediation.archived_at), "right"),
    ]
    return [Sheet("卷内备考表", tuple(blocks), "note")]


def _back_cover(dossier: Dossier) -> list[Sheet]:
    mediation = dossier.mediation
    blocks: list[Block] = [
        pairs(
            ("卷宗编号", dossier.number),
            ("归档日期", day(mediation.archived_at)),
            ("保管人", mediation.keeper_name),
            ("保管期限", f"{mediation.kept_years} 年"),
        ),
        Line("本卷宗依法保密，查阅须经批准并登记。", "centre"),
        Line(f"{dossier.committee}（印章）", "right"),
    ]
    return [Sheet("卷宗封底", tuple(blocks), "back-cover", is_numbered=False)]


WRITERS: dict[str, Writer] = {
    "cover": cover,
    "application": application,
    "rights": rights,
    "identity": identity,
    "power": power,
    "investigation": investigation,
    "evidence": _evidence,
    "record": record,
    "agreement": agreement,
    "performance": performance,
    "visit-back": visit_back,
    "court": court,
    "note": _note,
    "back-cover": _back_cover,
}
