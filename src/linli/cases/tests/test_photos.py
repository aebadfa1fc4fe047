"""Photos: EXIF stripped, stored once under their hash, everything that is no photo refused."""

import io

import pytest
from PIL import Image, ImageOps

from linli.cases import actions, errors
from linli.cases.actions.attaching import LONGEST_SIDE_PX, path_of, read_photo
from linli.cases.models import Attachment
from linli.cases.rules import State
from linli.cases.testing import a_command, a_photo, make_case
from linli.staff.testing import Cast


def exif_with_place() -> bytes:
    exif = Image.Exif()
    exif[0x010F] = "SecretPhone"
    exif.get_ifd(0x8825)[2] = (30.0, 41.0, 12.0)
    exif[0x0112] = 6  # turned by a quarter
    return exif.tobytes()


def test_a_photo_loses_its_exif_and_is_turned_upright():
    photo = read_photo(a_photo(exif=exif_with_place()), name="a.jpg")
    stored = Image.open(io.BytesIO(photo.content))
    assert not stored.getexif()
    assert b"SecretPhone" not in photo.content
    assert (photo.width_px, photo.height_px) == (48, 64)


def test_nothing_but_the_picture_is_kept_of_a_photo():
    content = io.BytesIO()
    Image.new("RGB", (64, 48)).save(
        content, "JPEG", comment=b"SecretHome", xmp=b"<x>SecretHome</x>", icc_profile=b"Secret"
    )
    content.seek(0)
    assert b"Secret" not in read_photo(content, name="a.jpg").content


@pytest.mark.parametrize("orientation", range(1, 9))
def test_a_photo_stands_upright_however_the_camera_was_held(orientation: int):
    exif, plain = Image.Exif(), io.BytesIO()
    exif[0x0112] = orientation
    seen = Image.new("L", (64, 48))
    seen.paste(255, (0, 0, 16, 12))
    seen.save(plain, "PNG", exif=exif)
    kept = Image.open(io.BytesIO(read_photo(io.BytesIO(plain.getvalue()), name="a.png").content))
    wanted = ImageOps.exif_transpose(Image.open(plain))
    assert kept.size == wanted.size
    corners = [(2, 2), (-3, 2), (2, -3), (-3, -3)]
    assert [pixel_at(kept.convert("L"), corner) > 127 for corner in corners] == [
        pixel_at(wanted, corner) > 127 for corner in corners
    ]


def pixel_at(picture: Image.Image, corner: tuple[int, int]) -> int:
    return picture.getpixel((corner[0] % picture.width, corner[1] % picture.height))


@pytest.mark.filterwarnings("ignore::UserWarning:PIL")
@pytest.mark.parametrize("at", range(20, 130, 3))
def test_a_photo_with_a_broken_note_of_its_camera_is_taken_or_refused(at: int):
    content = bytearray(a_photo(exif=exif_with_place()).getvalue())
    content[at] ^= 0xFF
    try:
        assert read_photo(io.BytesIO(bytes(content)), name="a.jpg").content
    except errors.FileNotPhoto:
        pass


def test_a_photo_of_a_hundred_million_pixels_is_taken():
    large = io.BytesIO()
    Image.new("L", (12_000, 9_000)).save(large, "JPEG")
    large.seek(0)
    assert read_photo(large, name="large.jpg").width_px == LONGEST_SIDE_PX


def test_a_large_photo_is_made_smaller():
    photo = read_photo(a_photo(size=(5000, 2500)), name="a.jpg")
    assert max(photo.width_px, photo.height_px) == LONGEST_SIDE_PX


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"<script>alert(1)</script>",
        b"GIF89a" + b"\x00" * 40,
        b"%PDF-1.4",
        b"\xff\xd8\xff\xe0 broken",
        b"<svg onload=alert(1)>",
    ],
)
def test_what_is_no_photo_is_refused_whatever_its_name(content: bytes):
    with pytest.raises(errors.FileNotPhoto) as refusal:
        read_photo(io.BytesIO(content), name="holiday.jpg")
    assert "holiday.jpg" in str(refusal.value)


def test_a_picture_that_would_fill_the_memory_is_refused():
    bomb = io.BytesIO()
    Image.new("1", (20_000, 20_000)).save(bomb, "PNG")
    bomb.seek(0)
    with pytest.raises(errors.FileNotPhoto):
        read_photo(bomb, name="bomb.png")


def test_a_file_over_the_limit_is_refused_with_both_sizes(settings):
    settings.LINLI_PHOTO_MB = 1
    with pytest.raises(errors.FileTooLarge) as refusal:
        read_photo(io.BytesIO(b"x" * (1024 * 1024 + 1)), name="big.jpg")
    assert "最多 1 MB" in str(refusal.value)


def test_a_photo_of_twenty_megabytes_is_taken(settings):
    noise = io.BytesIO()
    Image.effect_noise((5200, 4200), 90).convert("RGB").save(noise, "JPEG", quality=92)
    assert 15_000_000 < noise.tell() < 25_000_000
    noise.seek(0)
    assert len(read_photo(noise, name="big.jpg").content) < 3_000_000


@pytest.mark.django_db
def test_the_same_photo_is_kept_once(cast: Cast):
    case = make_case(cast, state=State.HANDLING)
    for _ in range(2):
        command = a_command(cast.sun.actor)
        actions.attach_photo(case.pk, command=command, file=a_photo(), name="a.jpg", purpose="after")
    photo = Attachment.objects.get(case=case)
    assert path_of(photo.sha256).is_file()
    assert not list(path_of(photo.sha256).parent.glob("*.part"))


@pytest.mark.django_db
def test_an_answer_without_the_evidence_its_kind_needs_is_refused(cast: Cast):
    case = make_case(cast, state=State.HANDLING)
    with pytest.raises(errors.EvidenceMissing) as refusal:
        actions.respond(case.pk, command=a_command(cast.sun.actor), result="已经清理干净")
    assert "处置前" in str(refusal.value)
    case.refresh_from_db()
    assert case.state == "handling"


@pytest.mark.django_db
def test_a_stranger_adds_no_photo(cast: Cast):
    case = make_case(cast)
    with pytest.raises(errors.CaseNotFound):
        actions.attach_photo(case.pk, command=a_command(cast.zhao.actor), file=a_photo(), name="a.jpg", purpose="after")
