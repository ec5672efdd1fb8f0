"""Which plates are kept apart from training: decided by what is on a picture, never by its file.

Finder and reader share it, so that a plate left out of one is left out of the other, and both can be measured together.
"""

import hashlib

VALIDATION_PERCENT = 20


def plate_key(text: str) -> str:
    """Spellings of one plate: Đ and D are one letter."""
    return text.upper().replace("Đ", "D")


def is_validation(key: str) -> bool:
    """A fifth of all keys."""
    digest = hashlib.sha256(key.encode("utf-8")).digest()
    return int.from_bytes(digest[:4], "big") % 100 < VALIDATION_PERCENT
