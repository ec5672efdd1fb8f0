"""Every kind of Vietnamese plate as texts to print: which lines, which size, which ground.

Kinds and their texts follow the circulars of the Ministry of Public Security (TT 79/2024, sizes of
QCVN 08:2024) and, for military plates, TT 169/2021/TT-BQP. Plates of older rules that still drive are drawn too.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

SERIES_LETTERS = "ABCDEFGHKLMNPSTUVXYZ"
STATE_LETTERS = "ABCDEFGHKLM"
SPECIAL_SERIES = ("LD", "DA", "KT", "HC", "MK", "CD", "TĐ", "R", "RM", "CT", "LB")
DIPLOMATIC_SERIES = ("NG", "NN", "QT", "CV")
MILITARY_FIRST = "ABHKPQT"
MILITARY_SECOND = "ABCDEHKLMNPQTVXY"
ALL_LETTERS = "ABCDEFGHKLMNPQRSTUVXYZĐ"

CAR_LONG_MM = (520, 110)
CAR_LONG_OLD_MM = (470, 110)
CAR_SHORT_MM = (330, 165)
CAR_SHORT_OLD_MM = (280, 200)
MOTORBIKE_MM = (190, 140)


@dataclass(frozen=True)
class PrintedPlate:
    """`printed` has one or two lines with their separators: `-` and `.` are ink, a space is a gap,
    `|` a gap as wide as half a character. `red_letters` says which letters are red; `red_bar` is
    the bar across the digits of a head of mission's plate."""

    kind: str
    size_mm: tuple[int, int]
    ground: str
    printed: tuple[str, ...]
    red_letters: str = ""
    red_bar: bool = False


def random_plate(rng: np.random.Generator) -> PrintedPlate:
    kinds, weights = zip(*_KINDS)
    total = float(sum(weights))
    make = kinds[rng.choice(len(kinds), p=[weight / total for weight in weights])]
    return make(rng)


def plate_text(printed_line: str) -> str:
    """The line as the reader answers it."""
    return "".join(char for char in printed_line if char not in "-. |")


def _digits(rng: np.random.Generator, count: int) -> str:
    if rng.random() < 0.12:
        first = str(rng.integers(10))
        return "".join(first if rng.random() < 0.7 else str(rng.integers(10)) for _ in range(count))
    if rng.random() < 0.1:
        return "".join(str(rng.choice([1, 7, 4, 0, 8])) for _ in range(count))
    return "".join(str(digit) for digit in rng.integers(0, 10, count))


def _province(rng: np.random.Generator) -> str:
    return str(rng.integers(11, 100))


def _letter(rng: np.random.Generator, letters: str = SERIES_LETTERS) -> str:
    return letters[rng.integers(len(letters))]


def _dot(rng: np.random.Generator) -> str:
    return "." if rng.random() < 0.85 else ""


def _number(rng: np.random.Generator, four: float = 0.2) -> str:
    if rng.random() < four:
        return _digits(rng, 4)
    digits = _digits(rng, 5)
    return digits[:3] + _dot(rng) + digits[3:]


def _pick(rng: np.random.Generator, *choices: str) -> str:
    return choices[rng.integers(len(choices))]


def _two_lines(rng: np.random.Generator) -> tuple[int, int]:
    return CAR_SHORT_MM if rng.random() < 0.6 else CAR_SHORT_OLD_MM


def _one_line(rng: np.random.Generator) -> tuple[int, int]:
    return CAR_LONG_MM if rng.random() < 0.55 else CAR_LONG_OLD_MM


def _car_like(rng: np.random.Generator, kind: str, ground: str, head: str, four: float) -> PrintedPlate:
    number = _number(rng, four)
    if rng.random() < 0.55:
        return PrintedPlate(kind, _one_line(rng), ground, (head + _pick(rng, "-", "-", "|") + number,))
    top = head + _pick(rng, "", "-")
    return PrintedPlate(kind, _two_lines(rng), ground, (top, number))


def _car(rng: np.random.Generator) -> PrintedPlate:
    return _car_like(rng, "car", "white", _province(rng) + _letter(rng), 0.22)


def _commercial(rng: np.random.Generator) -> PrintedPlate:
    if rng.random() < 0.15:
        plate = _motorbike(rng)
        return PrintedPlate("commercial", plate.size_mm, "yellow", plate.printed)
    return _car_like(rng, "commercial", "yellow", _province(rng) + _letter(rng), 0.05)


def _state(rng: np.random.Generator) -> PrintedPlate:
    letter = _letter(rng, STATE_LETTERS)
    if rng.random() < 0.35:
        series = letter + str(rng.integers(1, 10))
        lines = (_province(rng) + "-" + series, _number(rng))
        return PrintedPlate("state", MOTORBIKE_MM, "blue", lines)
    series = "CD" if rng.random() < 0.08 else letter
    return _car_like(rng, "state", "blue", _province(rng) + series, 0.25)


def _motorbike(rng: np.random.Generator) -> PrintedPlate:
    roll = rng.random()
    if roll < 0.72:
        series = _letter(rng) + str(rng.integers(1, 10))
        number = _number(rng, 0.35)
    elif roll < 0.95:
        series = _letter(rng) + _letter(rng, SERIES_LETTERS + "R")
        number = _number(rng, 0.03)
    else:
        series = _letter(rng)
        number = _number(rng, 0.7)
    return PrintedPlate("motorbike", MOTORBIKE_MM, "white", (_province(rng) + _pick(rng, "-", "-", "-", "|") + series, number))


def _electric(rng: np.random.Generator) -> PrintedPlate:
    series = "MĐ" + ("" if rng.random() < 0.1 else str(rng.integers(1, 10)))
    lines = (_province(rng) + _pick(rng, "-", "-", "|", "") + series, _number(rng, 0.08))
    return PrintedPlate("electric-motorbike", MOTORBIKE_MM, "white", lines)


def _military(rng: np.random.Generator) -> PrintedPlate:
    unit = _letter(rng, MILITARY_FIRST) + _letter(rng, MILITARY_SECOND)
    if rng.random() < 0.15:
        unit = _pick(rng, "HL", "DB", "ND", "CH", "VB", "VK", "CV", "CA", "CP", "CM", "CC", "VT", "CB", "QH", "QA")
    digits = _digits(rng, 4)
    number = digits[:2] + _pick(rng, "-", "-", ".", "|", "") + digits[2:]
    if rng.random() < 0.5:
        printed = (unit + _pick(rng, "-", "-", "|") + number,)
        return PrintedPlate("military", _one_line(rng), "red", printed)
    size = MOTORBIKE_MM if rng.random() < 0.35 else _two_lines(rng)
    return PrintedPlate("military", size, "red", (unit, number))


def _diplomatic(rng: np.random.Generator) -> PrintedPlate:
    province = _pick(rng, "80", "80", "41", _province(rng))
    series = DIPLOMATIC_SERIES[rng.integers(len(DIPLOMATIC_SERIES))]
    country = _digits(rng, 3)
    head = rng.random() < 0.25
    number = "01" if head else _digits(rng, 2)
    red = series if series in ("NG", "QT") else ""
    roll = rng.random()
    if roll < 0.25:
        lines: tuple[str, ...] = (f"{province}-{country}-{series}-{number}",)
        size = _one_line(rng)
    elif roll < 0.45:
        lines = (f"{province}-{series}-{country}-{number}",)
        size = _one_line(rng)
    elif roll < 0.85:
        lines = (f"{province}{_pick(rng, '-', '|')}{series}", f"{country}-{number}")
        size = MOTORBIKE_MM if rng.random() < 0.3 else _two_lines(rng)
    else:
        lines = (f"{province}-{country}", f"{series}-{number}")
        size = _two_lines(rng)
    return PrintedPlate("diplomatic", size, "white", lines, red, head)


def _special(rng: np.random.Generator) -> PrintedPlate:
    series = SPECIAL_SERIES[rng.integers(len(SPECIAL_SERIES))]
    return _car_like(rng, "special", "white", _province(rng) + series, 0.1)


def _temporary(rng: np.random.Generator) -> PrintedPlate:
    head = "T" + _pick(rng, "", "|", "-") + _province(rng)
    return _car_like(rng, "temporary", "white", head, 0.5)


def _any_text(rng: np.random.Generator) -> PrintedPlate:
    """Characters in any place: the reader must read what is printed, not what is usual."""
    def chars(count: int) -> str:
        pool = ALL_LETTERS if rng.random() < 0.6 else ALL_LETTERS + "0123456789"
        return "".join(pool[rng.integers(len(pool))] if rng.random() < 0.6 else str(rng.integers(10)) for _ in range(count))

    ground = _pick(rng, "white", "white", "yellow", "blue", "red")
    if rng.random() < 0.4:
        return PrintedPlate("any", _one_line(rng), ground, (chars(int(rng.integers(6, 10))),))
    lines = (chars(int(rng.integers(2, 6))), chars(int(rng.integers(3, 6))))
    return PrintedPlate("any", MOTORBIKE_MM if rng.random() < 0.5 else _two_lines(rng), ground, lines)


_KINDS = (
    (_car, 30),
    (_commercial, 7),
    (_state, 5),
    (_motorbike, 36),
    (_electric, 7),
    (_military, 6),
    (_diplomatic, 5),
    (_special, 5),
    (_temporary, 2),
    (_any_text, 9),
)
