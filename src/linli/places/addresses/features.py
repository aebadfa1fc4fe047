"""What the tagger sees of each word of an address: its neighbours, known names, the next ending, what was said before."""

import re
from collections.abc import Iterator, Sequence
from unicodedata import normalize

from linli.places.addresses.gazetteer import Gazetteer
from linli.places.addresses.grammar import cut

_WORDS = re.compile(r"[0-9]+|[A-Za-z]+|\s+|.", re.DOTALL)
_DIGITS = "零〇一二三四五六七八九十百"
_ENDINGS = frozenset("省市区县旗镇乡村路街道巷弄号幢栋楼座单元门室层园苑城大厦里坊组店场院厂桥口旁边侧期公司校")
_FAR = 6


def words_of(text: str) -> list[str]:
    """Cut a text into the tagger's words: runs of digits, runs of letters, single characters."""
    return _WORDS.findall(text)


def features_of(words: Sequence[str], gazetteer: Gazetteer) -> list[list[str]]:
    """Give the features of every word."""
    plain = [_plain(word) for word in words]
    shapes = [_shape(word) for word in plain]
    found = [list(_neighbours(plain, shapes, place)) for place in range(len(plain))]
    _mark_names(found, plain, gazetteer)
    _mark_endings(found, plain)
    _mark_repeats(found, plain)
    _mark_rules(found, words, gazetteer)
    return found


def _plain(word: str) -> str:
    return normalize("NFKC", word).upper() or " "


def _shape(word: str) -> str:
    if word.isdigit() and word.isascii():
        return f"9{min(len(word), 5)}"
    if word.isascii() and word.isalpha():
        return f"A{min(len(word), 3)}"
    if word in _DIGITS:
        return "一"
    return word


def _neighbours(plain: Sequence[str], shapes: Sequence[str], here: int) -> Iterator[str]:
    def at(offset: int) -> str:
        place = here + offset
        return shapes[place] if 0 <= place < len(shapes) else ("<" if place < 0 else ">")

    b4, b3, b2, b1, me, a1, a2, a3, a4 = (at(offset) for offset in range(-4, 5))
    yield from (
        "*", f"w{plain[here]}", f"0{me}", f"-1{b1}", f"+1{a1}", f"-2{b2}", f"+2{a2}", f"-3{b3}", f"+3{a3}", f"a{b1}{me}", f"b{me}{a1}", f"c{b1}|{a1}", f"d{b2}{b1}", f"e{a1}{a2}", f"f{b2}{b1}{me}", f"g{b1}{me}{a1}", f"h{me}{a1}{a2}", f"i{a1}{a2}{a3}", f"j{b3}{b2}{b1}", f"k{b3}{b2}{b1}{me}", f"l{b2}{b1}{me}{a1}", f"m{b1}{me}{a1}{a2}", f"n{me}{a1}{a2}{a3}", f"o{b4}{b3}{b2}{b1}{me}", f"p{me}{a1}{a2}{a3}{a4}", f"q{b2}{b1}{me}{a1}{a2}", f"P{min(here, 8)}", f"E{min(len(shapes) - here, 6)}",
    )  # fmt: skip


def _mark_names(found: list[list[str]], plain: Sequence[str], gazetteer: Gazetteer) -> None:
    for start, end, kind in gazetteer.matches(plain):
        length = end - start
        for place in range(start, end):
            where = "B" if place == start else "E" if place == end - 1 else "I"
            found[place] += (f"N{kind}{where}", f"N{kind}{where}{length}")
        if end < len(found):
            found[end].append(f"NA{kind}")
        if start:
            found[start - 1].append(f"NB{kind}")


def _mark_endings(found: list[list[str]], plain: Sequence[str]) -> None:
    """Mark what ending comes next and how far it is, and which two came last."""
    following, distance = ">", 0
    for place in range(len(plain) - 1, -1, -1):
        if plain[place] in _ENDINGS:
            following, distance = plain[place], 0
        found[place] += (f"S{following}{min(distance, _FAR)}", f"T{following}")
        distance += 1
    last, before, distance = "<", "<", 0
    for place, word in enumerate(plain):
        found[place] += (f"U{last}{min(distance, _FAR)}", f"V{before}{last}")
        distance += 1
        if word in _ENDINGS:
            last, before, distance = word, last, 0


def _mark_repeats(found: list[list[str]], plain: Sequence[str]) -> None:
    """Mark pairs of words that stood in the address before, or come again."""
    pairs = [plain[place] + plain[place + 1] for place in range(len(plain) - 1)]
    first: dict[str, int] = {}
    for place, pair in enumerate(pairs):
        if pair in first and not pair.isdigit():
            found[place].append("R2")
            found[place + 1].append("R2'")
            found[first[pair]].append("R1")
            found[first[pair] + 1].append("R1'")
        else:
            first.setdefault(pair, place)


def _mark_rules(found: list[list[str]], words: Sequence[str], gazetteer: Gazetteer) -> None:
    """Mark how the rules cut the address: the piece a word is in, whether it begins there, and both neighbours."""
    said, start = ["-"] * len(words), 0
    pieces = iter(cut("".join(words), gazetteer))
    piece = next(pieces, None)
    for place, word in enumerate(words):
        while piece is not None and piece.end <= start:
            piece = next(pieces, None)
        if piece is not None and piece.start <= start:
            said[place] = f"{'B' if piece.start == start else 'I'}{piece.part}"
        start += len(word)
    for place, names in enumerate(found):
        before = said[place - 1] if place else "<"
        after = said[place + 1] if place + 1 < len(said) else ">"
        names += (f"X{said[place]}", f"Y{before}{said[place]}", f"Z{said[place]}{after}")
