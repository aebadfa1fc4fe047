"""The open letter to residents (公开信): who works in the grid, what they come for, what nobody may ask, where to say so."""

from collections.abc import Iterator

from django.utils.translation import gettext as _
from reportlab.lib.colors import white
from reportlab.pdfgen.canvas import Canvas

from linli.visits.exports.drawing import GREY, band, draw_qr, paragraph, text, write_paragraph
from linli.visits.queries.cards import CardFacts

_LEFT, _WIDTH, _TOP = 22.0, 166.0, 240.0
_GAP = 4.0


def draw_letter(canvas: Canvas, facts: CardFacts, house: str) -> None:
    """Draw the letter of a grid on an A4 page."""
    band(canvas, (0, 297 - 40, 210, 40))
    text(canvas, _("致%(grid)s居民的一封信") % {"grid": facts.grid}, (_LEFT, 297 - 25, _WIDTH), size=28, colour=white)
    base = _TOP
    for said in _paragraphs(facts):
        base = write_paragraph(canvas, paragraph(said, width=_WIDTH, size=14, leading=24), _LEFT, base) - _GAP
    draw_qr(canvas, facts.report_url, left=_LEFT - 4, bottom=26, side=56)
    text(canvas, _("扫码反映问题"), (_LEFT + 58, 60, 100), size=20)
    text(canvas, _("不用登录，可以传照片"), (_LEFT + 58, 50, 100), size=12, colour=GREY)
    text(canvas, house, (_LEFT, 14, _WIDTH), size=10, colour=GREY)


def _paragraphs(facts: CardFacts) -> Iterator[str]:
    yield _("各位居民：您好。")
    for one in facts.workers[:2]:
        phone = _("电话 %(phone)s") % {"phone": one.phone} if one.phone else _("电话请问社区")
        said = {"name": one.name, "post": one.post, "phone": phone, "hours": one.hours}
        yield _("%(name)s是您所在网格的%(post)s，%(phone)s。%(hours)s") % said
    yield _(
        "有路灯不亮、井盖破损、楼道堆物这样的事，要办手续、要人帮一把，或者邻里有矛盾，请找我们；能当场办的当场办，不能的转给责任单位，办到哪一步您都查得到。"
    )
    yield _(
        "我们上门只为了解需要、落实服务，不向您推销，不收费，不要密码和验证码，不问宗教信仰和民族。您可以看自己登记了什么、谁因何查阅过，也可以要求更正。"
    )
    if facts.supervision:
        yield _("对我们的工作有意见，请拨打监督电话 %(phone)s。") % {"phone": facts.supervision}
