"""The dossier as PDF and Word: every paper there, marks and numbers right, pages found by the list of contents."""

import datetime as dt
import io
import re
import zlib
from base64 import a85decode

import pytest
from django.urls import reverse
from docx import Document as WordFile

from linli.cases.testing import MONDAY_9, a_photo
from linli.core import typefaces
from linli.mediation import actions, errors
from linli.mediation.actions.attaching import path_of, read_document
from linli.mediation.actions.ending import ReferralEntry
from linli.mediation.exports import pdf
from linli.mediation.exports.dossier import day, open_dossier
from linli.mediation.exports.files import FileFormat, paper_file
from linli.mediation.exports.papers import WRITERS, contents, paper_sheets, sheets_of
from linli.mediation.exports.sheets import Grid, Line
from linli.mediation.models import Mediation
from linli.mediation.rules import CourtDecision, Form, Phase, ReferralKind, Side
from linli.mediation.rules.papers import PAPERS
from linli.mediation.rules.words import Source
from linli.mediation.testing import APPLICANT, SECRET, TEXT, an_agreement, as_zheng, make_mediation
from linli.staff.testing import Cast

pytestmark = pytest.mark.django_db
LATER = MONDAY_9 + dt.timedelta(hours=12)
PDF = b"%PDF-1.4\n%%EOF\n"


@pytest.fixture(autouse=True)
def _readers_own_typeface(monkeypatch):
    """Use the reader's own Song, whatever this machine has installed."""
    monkeypatch.setattr(typefaces, "EMBEDDABLE", ())
    typefaces.typeface.cache_clear()
    pdf._style.cache_clear()
    yield
    typefaces.typeface.cache_clear()
    pdf._style.cache_clear()


@pytest.fixture
def whole(cast: Cast) -> Mediation:
    """A mediation of which every paper is there."""
    parties = (
        actions.PartyEntry(Side.APPLICANT, APPLICANT, representative="方大同"),
        actions.PartyEntry(Side.RESPONDENT, "高大山"),
    )
    mediation = make_mediation(cast, phase=Phase.CHOSEN, parties=parties)
    actions.note_inquiry(
        mediation.pk, command=as_zheng(cast, at=LATER), text="看到地漏返水", whom="物业维修员", where="3 幢"
    )
    entry = actions.SessionEntry("双方说明情况", "双方", "调解室", LATER)
    actions.hold_session(mediation.pk, command=as_zheng(cast, at=LATER), entry=entry)
    for party in mediation.parties.all():
        actions.identify_party(mediation.pk, command=as_zheng(cast, at=LATER), party_id=party.pk)
    agreed = an_agreement(mediation, on=MONDAY_9.date())
    actions.reach_agreement(mediation.pk, command=as_zheng(cast, at=LATER), entry=agreed)
    for paper, file in (("power", a_photo(colour="red")), ("evidence", a_photo()), ("note", io.BytesIO(PDF))):
        actions.attach_document(
            mediation.pk, command=as_zheng(cast, at=LATER), file=file, name=f"{paper}件", paper=paper
        )
    act = mediation.acts.get()
    actions.check_act(mediation.pk, command=as_zheng(cast, at=LATER), act_id=act.pk, result=actions_done())
    actions.visit_back(mediation.pk, command=as_zheng(cast, at=LATER), is_performed=True, satisfied=4, trouble="无")
    actions.ask_court(mediation.pk, command=as_zheng(cast, at=LATER), court="松门区人民法院", on=MONDAY_9.date())
    mediation.refresh_from_db()
    return mediation


def actions_done():
    from linli.mediation.rules import CheckResult

    return CheckResult.DONE


def said_in(sheets) -> str:
    """Put all that sheets say into one text."""
    found = []
    for sheet in sheets:
        found.append(sheet.title)
        for block in sheet.blocks:
            if isinstance(block, Grid):
                found += [cell for row in block.rows for cell in row]
            elif hasattr(block, "text"):
                found.append(block.text)
    return "\n".join(found)


def pages_of(content: bytes) -> int:
    return len(re.findall(rb"/Type /Page\b(?!s)", content))


def drawn_in(content: bytes) -> bytes:
    """Unpack what a PDF's pages draw."""
    streams = re.findall(rb"stream\r?\n(.*?)endstream", content, re.DOTALL)
    found = b""
    for stream in streams:
        try:
            found += zlib.decompress(
                a85decode(stream.strip(), adobe=False)
                if b"~>" not in stream
                else a85decode(b"<~" + stream.strip(), adobe=True)
            )
        except (ValueError, zlib.error):
            continue
    return found


def test_every_paper_has_its_writer():
    assert list(WRITERS) == [paper.code for paper in PAPERS]


def test_the_whole_dossier_has_every_paper_in_order(whole: Mediation):
    dossier = open_dossier(whole)
    assert all(there for _paper, there in dossier.papers)
    codes = [sheet.code for sheet in sheets_of(dossier) if sheet.code]
    assert codes == [paper.code for paper in PAPERS]


def test_the_list_of_contents_marks_and_counts(whole: Mediation):
    sheet = contents(open_dossier(whole), {"application": 1, "rights": 2})
    rows = sheet.blocks[0].rows
    assert len(rows) == 14
    assert rows[1] == ("1", "人民调解申请书或受理登记表", "必备", "1")
    assert [row[0] for row in rows[1:]] == [str(number) for number in range(1, 14)]
    assert [row[2] for row in rows[1:]].count("有则入卷") == 6  # a represented party makes the power of attorney a must


def test_what_is_missing_says_so_in_the_list_of_contents(cast: Cast):
    mediation = make_mediation(cast, phase=Phase.ACCEPTED)
    rows = {row[1]: row[2:] for row in contents(open_dossier(mediation), {}).blocks[0].rows}
    assert rows["当事人权利义务告知书"] == ("必备", "缺") or rows["当事人权利义务告知书"] == ("有则入卷", "无")
    assert rows["调查记录"] == ("有则入卷", "无")


def test_the_cover_says_number_mediator_dates_keeper_and_how_long(whole: Mediation):
    told = said_in(paper_sheets(open_dossier(whole), "cover"))
    for said in ("（2026）人调字第1号", "郑和平", "2026年11月16日", "10 年", "达成书面调解协议", APPLICANT):
        assert said in told


def test_the_agreement_has_what_the_law_asks(whole: Mediation):
    told = said_in(paper_sheets(open_dossier(whole), "agreement"))
    for said in (
        *TEXT.__dict__.values(),
        APPLICANT,
        "高大山",
        "2026年12月6日",
        "本协议自 2026年11月16日 起生效",
        "2026年12月16日",
    ):
        assert said in told


def test_an_oral_agreement_is_a_record(cast: Cast):
    mediation = make_mediation(cast, phase=Phase.SITTING)
    entry = an_agreement(mediation, on=MONDAY_9.date(), form=Form.ORAL, signatures={}, mediator_on=None, sealed_on=None)
    actions.reach_agreement(mediation.pk, command=as_zheng(cast, at=LATER), entry=entry)
    mediation.refresh_from_db()
    assert "人民调解口头协议登记表" in said_in(paper_sheets(open_dossier(mediation), "agreement"))


def test_what_another_body_refers_has_an_intake_record(cast: Cast):
    mediation = make_mediation(cast, source=Source.POLICE, referred_by="竹桥派出所")
    told = said_in(paper_sheets(open_dossier(mediation), "application"))
    assert "人民调解受理登记表" in told
    assert "公安机关移送 竹桥派出所" in told


def test_the_notice_tells_that_it_is_free_and_who_was_told(whole: Mediation):
    told = said_in(paper_sheets(open_dossier(whole), "rights"))
    assert "不收取任何费用" in told
    assert "同意（当面）" in told


def test_what_the_court_decided_is_in_its_paper(cast: Cast, whole: Mediation):
    actions.record_decision(
        whole.pk, command=as_zheng(cast, at=LATER), decision=CourtDecision.CONFIRMED, on=MONDAY_9.date(), number="特5号"
    )
    told = said_in(paper_sheets(open_dossier(whole), "court"))
    assert "确认有效，可以申请强制执行" in told
    assert "特5号" in told


def test_an_application_to_the_court_is_written_before_anybody_asked(cast: Cast):
    mediation = make_mediation(cast, phase=Phase.AGREED)
    told = said_in(paper_sheets(open_dossier(mediation), "court"))
    assert "双方共同申请人民法院" in told


def test_the_pdf_shows_chinese_and_counts_its_pages(whole: Mediation):
    content = paper_file(whole, "dossier", FileFormat.PDF)
    assert content.startswith(b"%PDF-")
    assert b"/STSong-Light" in content
    assert pages_of(content) >= 17  # cover, contents, thirteen papers, three handed in
    drawn = drawn_in(content)
    for said in ("人民调解卷宗", "卷内目录", "高大山"):
        assert _written(said) in drawn


def test_the_list_of_contents_names_the_page_a_paper_begins_on(whole: Mediation):
    sheets = sheets_of(open_dossier(whole))
    starts = pdf.write_pdf(sheets, title="x", foot="y")[1]
    one_by_one = [pages_of(pdf.write_pdf([sheet], title="x", foot="y")[0]) for sheet in sheets]
    page, expected = 1, {}
    for sheet, count in zip(sheets, one_by_one, strict=True):
        if sheet.code:
            expected[sheet.code] = page
        page += count
    assert starts == expected


def test_an_agreement_of_usual_length_is_one_page_and_signed_on_it(cast: Cast):
    mediation = make_mediation(cast, phase=Phase.AGREED)
    assert pages_of(paper_file(mediation, "agreement", FileFormat.PDF)) == 1


@pytest.mark.parametrize("file_format", FileFormat)
def test_every_paper_is_a_file_of_its_own(whole: Mediation, file_format: FileFormat):
    begins = b"%PDF-" if file_format is FileFormat.PDF else b"PK"
    assert all(paper_file(whole, code, file_format).startswith(begins) for code in WRITERS)


@pytest.mark.parametrize("phase", [Phase.APPLIED, Phase.ACCEPTED, Phase.CONSENTED, Phase.SITTING, Phase.CLOSED])
def test_a_dossier_is_written_at_any_phase(cast: Cast, phase: Phase):
    mediation = make_mediation(cast, phase=phase)
    for file_format in FileFormat:
        assert len(paper_file(mediation, "dossier", file_format)) > 5_000


def test_word_opens_the_dossier_with_pages_that_follow_the_text(whole: Mediation):
    content = paper_file(whole, "dossier", FileFormat.WORD)
    word = WordFile(io.BytesIO(content))
    assert [round(section.page_width.mm) for section in word.sections] == [210, 210]
    told = "\n".join(line.text for line in word.paragraphs)
    cells = {cell.text for table in word.tables for row in table.rows for cell in row.cells}
    assert SECRET in told
    assert "（2026）人调字第1号" in cells
    xml = word.element.xml
    pages = set(re.findall(r"PAGEREF paper_(\w+)", xml))
    marks = set(re.findall(r'w:name="paper_(\w+)"', xml))
    assert pages <= marks
    assert {"application", "agreement", "back_cover"} <= pages
    assert xml.index("w:pgNumType") < xml.rindex("w:cols")


def test_a_stray_sign_does_not_break_a_paper(cast: Cast):
    parties = (actions.PartyEntry(Side.APPLICANT, "<b>&方"), actions.PartyEntry(Side.RESPONDENT, "高\x07山"))
    mediation = make_mediation(cast, parties=parties, text="<script>& \x0b 一\n\n二")
    for file_format in FileFormat:
        assert paper_file(mediation, "dossier", file_format)


def test_a_long_record_runs_over_pages(cast: Cast):
    mediation = make_mediation(cast, phase=Phase.CHOSEN)
    entry = actions.SessionEntry("双方说明情况，" * 900, "双方", "调解室", LATER)
    actions.hold_session(mediation.pk, command=as_zheng(cast, at=LATER), entry=entry)
    mediation.refresh_from_db()
    assert pages_of(paper_file(mediation, "record", FileFormat.PDF)) > 4


def test_a_dossier_is_not_archived_until_every_paper_is_there(cast: Cast):
    parties = (
        actions.PartyEntry(Side.APPLICANT, APPLICANT, representative="方大同"),
        actions.PartyEntry(Side.RESPONDENT, "高大山"),
    )
    mediation = make_mediation(cast, phase=Phase.PERFORMING, parties=parties)
    with pytest.raises(errors.DossierIncomplete, match="授权委托书"):
        actions.archive_dossier(mediation.pk, command=as_zheng(cast, at=LATER))
    actions.attach_document(
        mediation.pk, command=as_zheng(cast, at=LATER), file=a_photo(), name="委托书.jpg", paper="power"
    )
    actions.archive_dossier(mediation.pk, command=as_zheng(cast, at=LATER), years=30, keeper="档案员何清")
    mediation.refresh_from_db()
    assert (mediation.phase, mediation.kept_years, mediation.keeper_name) == (Phase.CLOSED, 30, "档案员何清")


def test_what_failed_is_archived_without_an_agreement_and_keeps_its_phase(cast: Cast):
    mediation = make_mediation(cast, phase=Phase.SITTING)
    actions.fail_mediation(mediation.pk, command=as_zheng(cast, at=LATER), reason="分歧太大")
    actions.archive_dossier(mediation.pk, command=as_zheng(cast, at=LATER))
    mediation.refresh_from_db()
    assert (mediation.phase, mediation.archived_at) == (Phase.FAILED, LATER)


def test_what_was_referred_early_is_archived_too(cast: Cast):
    mediation = make_mediation(cast)
    parties = list(mediation.parties.values_list("pk", flat=True))
    entry = ReferralEntry(ReferralKind.ADMINISTRATIVE, body="街道办事处", reason="属于行政调解")
    actions.refer_mediation(mediation.pk, command=as_zheng(cast, at=LATER), entry=entry, agreed_by=parties)
    actions.archive_dossier(mediation.pk, command=as_zheng(cast, at=LATER))
    mediation.refresh_from_db()
    assert mediation.keeper_name == "郑和平"


def test_a_paper_handed_in_lies_sealed_once_and_comes_back_whole(cast: Cast):
    mediation = make_mediation(cast)
    for _twice in range(2):
        actions.attach_document(
            mediation.pk, command=as_zheng(cast, at=LATER), file=io.BytesIO(PDF), name="收条.pdf", paper="performance"
        )
    document = mediation.documents.get()
    assert read_document(document) == PDF
    assert b"%PDF" not in path_of(document.sha256).read_bytes()
    path_of(document.sha256).unlink()
    with pytest.raises(errors.PaperUnknown):
        read_document(document)


@pytest.mark.parametrize(
    ("body", "error"), [(b"MZ...", errors.DocumentUnreadable), (b"%PDF-" + b"0" * 21_000_000, errors.DocumentTooLarge)]
)
def test_what_is_no_paper_is_refused(cast: Cast, body: bytes, error):
    mediation = make_mediation(cast)
    with pytest.raises(error, match=r"x\.exe"):
        actions.attach_document(
            mediation.pk, command=as_zheng(cast, at=LATER), file=io.BytesIO(body), name="x.exe", paper="evidence"
        )


def test_a_paper_goes_only_where_papers_are_handed_in(cast: Cast):
    mediation = make_mediation(cast)
    with pytest.raises(errors.PaperUnknown):
        actions.attach_document(
            mediation.pk, command=as_zheng(cast, at=LATER), file=a_photo(), name="x.jpg", paper="cover"
        )


def test_a_download_is_an_attachment_nobody_keeps(cast: Cast):
    mediation = make_mediation(cast, phase=Phase.SITTING)
    actions.attach_document(
        mediation.pk, command=as_zheng(cast, at=LATER), file=a_photo(), name="墙面.jpg", paper="evidence"
    )
    client = cast.zheng.sign_in()
    for address in (
        reverse("mediation:paper", args=[mediation.pk, "dossier", "docx"]),
        reverse("mediation:document", args=[mediation.documents.get().pk]),
    ):
        answer = client.get(address)
        assert answer.status_code == 200
        assert answer["Content-Disposition"].startswith("attachment")
        assert "no-store" in answer["Cache-Control"]
        assert answer["X-Content-Type-Options"] == "nosniff"
    assert client.get(reverse("mediation:paper", args=[mediation.pk, "dossier", "exe"])).status_code == 404


def test_dates_are_written_as_papers_do():
    assert day(dt.date(2026, 3, 2)) == "2026年3月2日"
    assert day(dt.datetime(2026, 3, 1, 17, tzinfo=dt.UTC)) == "2026年3月2日"
    assert "年" in day(None)
    assert Line("x").look == "body"


def _written(text: str) -> bytes:
    """Write a text as the PDF's text operators hold it: UTF-16, with the signs that end a string escaped."""
    found = b""
    for byte in text.encode("utf-16-be"):
        if byte in b"()\\":
            found += b"\\" + bytes([byte])
        elif 32 <= byte < 127:
            found += bytes([byte])
        else:
            found += b"\\%03o" % byte
    return found


def test_a_typeface_of_the_machine_is_embedded(cast: Cast, monkeypatch, tmp_path):
    import reportlab

    broken = tmp_path / "broken.ttf"
    broken.write_bytes(b"no typeface")
    vera = f"{reportlab.__path__[0]}/fonts/Vera.ttf"
    monkeypatch.setattr(typefaces, "EMBEDDABLE", (str(tmp_path / "missing.ttf"), str(broken), vera))
    content = paper_file(make_mediation(cast), "application", FileFormat.PDF)
    assert b"/FontFile2" in content
    assert b"/STSong-Light" not in content
