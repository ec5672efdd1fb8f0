"""The characters the reader answers; class 0 is the blank of CTC."""

from __future__ import annotations

import numpy as np

CHARACTERS = "0123456789ABCDEFGHKLMNPQRSTUVXYZĐ"
BLANK = 0
CLASS_COUNT = len(CHARACTERS) + 1

_CLASS_OF = {char: index + 1 for index, char in enumerate(CHARACTERS)}


def classes_of(text: str) -> list[int]:
    return [_CLASS_OF[char] for char in text]


def best_path(classes: np.ndarray) -> str:
    """The text of one row's best classes: repeats once, blanks away."""
    text = []
    before = BLANK
    for value in classes:
        if value not in (before, BLANK):
            text.append(CHARACTERS[value - 1])
        before = value
    return "".join(text)


def folded(text: str) -> str:
    """Texts are compared with Đ and D taken as one letter."""
    return text.replace("Đ", "D")
