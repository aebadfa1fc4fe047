"""The law pack as a paper for the filing, PDF or Word; what the office has to say itself stands out as a blank."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from linli.fieldsync.exports.law_pack import Held, LawPack, blank
from linli.mediation.exports.sheets import Block, Grid, Heading, Line, Sheet

FORMATS = {"pdf": "application/pdf", "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document"}

_ROWS = 5  # of a table whose cells are long


def law_paper(pack: LawPack, file_format: str) -> bytes:
    """Write the pack as a file of one of FORMATS, in the reader's language."""
    from linli.mediation.exports.pdf import write_pdf  # noqa: PLC0415 heavy, and the paper is filed once
    from linli.mediation.exports.word import write_word  # noqa: PLC0415 as above

    sheets = _sheets(pack)
    title, foot = title_of(pack), _("%(house)s（邻里 %(program)s）") % {"house": pack.house, "program": pack.program}
    if file_format == "pdf":
        return write_pdf(sheets, title=title, foot=foot)[0]
    return write_word(sheets, title=title, foot=foot)


def title_of(pack: LawPack) -> str:
    """Name the paper."""
    return _("移动工作应用备案材料（%(house)s）") % {"house": pack.house or _("邻里")}


def _sheets(pack: LawPack) -> list[Sheet]:
    """Put each part of the filing on pages of its own."""
    roles = _("使用岗位：%(roles)s。") % {"roles": _("、").join(str(role.name) for role in pack.roles)}
    signed = Line(_("申报单位（盖章）：%(blank)s    日期：%(blank)s") % {"blank": blank()}, "right")
    own = Grid(tuple((str(name), blank()) for name in pack.left_open), (0.45, 0.55))
    parts: tuple[tuple[str, tuple[Block, ...]], ...] = (
        (title_of(pack), (Line(based_on()), Heading(_("由申报单位填写")), own, signed)),
        (_("本应用没有的功能"), _not_done(pack)),
        (_("功能清单"), (Grid(_functions(pack), (0.42, 0.18, 0.4), has_head=True), Line(roles))),
        (
            _("手机里存什么、存多久"),
            (Grid(_held(pack), (0.44, 0.38, 0.18), has_head=True), Line(kept_said(pack))),
        ),
        (_("什么时候读取位置"), (Grid(_position_reads(pack), (0.52, 0.48), has_head=True), Line(position_said()))),
        (
            _("安全说明和投诉入口"),
            (
                *(Line(f"{number}. {said}") for number, said in enumerate(pack.safety, start=1)),
                Heading(_("投诉入口")),
                *(Line(said) for said in complaints_said(pack)),
            ),
        ),
    )
    return [Sheet(title, blocks, code=f"law-{number}") for number, (title, blocks) in enumerate(parts, start=1)]


def based_on() -> str:
    """Say which rules the pack answers, and where its content comes from."""
    return _(
        "依据《关于防治政务移动互联网应用程序“指尖上的形式主义”有关要求》（国办函〔2026〕12号）整理。内容由程序按现行代码和设置生成。"
    )


def complaints_said(pack: LawPack) -> Sequence[str]:
    """Say how somebody complains about the app, who answers, and within how long."""
    return (
        _("手机上：“我”→“投诉或建议”，没有网络时也能写，联网后送出。"),
        _("没有账号的，在网页 /field/complaint/ 上写，不用登录，也不用写姓名；凭查询码看答复。"),
        _("也可以拨打电话或在电脑端登记，类别选“%(kind)s”。") % {"kind": pack.complaints.kind},
        answered_said(pack),
    )


def answered_said(pack: LawPack) -> str:
    """Say who answers a complaint, within how long, and who reads it."""
    said = {"unit": pack.complaints.unit or blank(), "days": pack.complaints.days}
    return _("由%(unit)s办理，%(days)s 个工作日内答复；只有承办人能看到投诉的内容。") % said


def _not_done(pack: LawPack) -> tuple[Grid, ...]:
    """Write what is not done in tables that each fit on a page: one that does not is moved behind an empty one."""
    head = (_("没有的功能"), _("实际做法"), _("由哪个测试保证"))
    rows = [(str(one.what), str(one.instead), "\n".join(one.tests)) for one in pack.not_done]
    parts = (rows[start : start + _ROWS] for start in range(0, len(rows), _ROWS))
    return tuple(Grid((head, *part), (0.22, 0.36, 0.42), has_head=True) for part in parts)


def _functions(pack: LawPack) -> tuple[tuple[str, ...], ...]:
    head = (_("功能"), _("代码"), _("有无签到、积分、在线时长功能及理由"))
    return (head, *((str(one.name), one.code, _("无")) for one in pack.functions))


def _held(pack: LawPack) -> tuple[tuple[str, ...], ...]:
    head = (_("内容"), _("用途"), _("涉及居民"))
    return (head, *((str(one.name), str(one.purpose), people_said(one)) for one in pack.held))


def _position_reads(pack: LawPack) -> tuple[tuple[str, ...], ...]:
    head = (_("场合"), _("读到的位置怎么用"))
    return (head, *((str(one.when), str(one.then)) for one in pack.position_reads))


def position_said() -> str:
    """Say that there is no other occasion."""
    return _("除此以外不读取位置；除表单外，定准了或满15秒就停。不允许定位，也能选楼或在地图上点。")


def people_said(held: Held) -> str:
    """Say whether a part tells something of residents."""
    return _("是（遮盖）") if held.of_people else _("否")


def kept_said(pack: LawPack) -> str:
    """Say how long a phone holds what it holds."""
    return _("随岗位范围变动删除；退出登录清除；离线 %(hours)s 小时后锁定，要重新登录。") % {"hours": pack.lease_hours}
