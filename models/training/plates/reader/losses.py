"""What the reader is trained on: the text by CTC, and each character at its known place."""

from __future__ import annotations

import numpy as np
import torch
import torch.nn.functional as functional

from plates.reader.alphabet import BLANK, classes_of
from plates.reader.network import INPUT_WIDTH, PLACES, ROWS
from plates.synthesis import PlateCrop

IGNORED = -100
BLANK_LOGIT = 30.0


def row_ctc(logits: torch.Tensor, lines: list[tuple[str, ...]]) -> torch.Tensor:
    """Each row against its own line; a plate of one line has an empty second row."""
    texts = [crop_lines[row] if row < len(crop_lines) else "" for crop_lines in lines for row in range(ROWS)]
    count, rows, places, classes = logits.shape
    return _ctc(logits.reshape(count * rows, places, classes), texts) * ROWS


def text_ctc(logits: torch.Tensor, texts: list[str]) -> torch.Tensor:
    """Both rows, one after the other, against the whole text: where the line breaks is left open."""
    count, _, _, classes = logits.shape
    between = logits.new_full((count, 1, classes), -BLANK_LOGIT)
    between[:, :, BLANK] = BLANK_LOGIT
    return _ctc(torch.cat([logits[:, 0], between, logits[:, 1]], dim=1), texts)


def _ctc(sequences: torch.Tensor, texts: list[str]) -> torch.Tensor:
    """Mean over the plates of the negative log likelihood per plate, divided by eight characters."""
    chances = functional.log_softmax(sequences, dim=2).transpose(0, 1)
    classes = [classes_of(text) for text in texts]
    targets = torch.tensor([value for row in classes for value in row], dtype=torch.long)
    lengths = torch.tensor([len(row) for row in classes], dtype=torch.long)
    steps = torch.full((len(texts),), sequences.shape[1], dtype=torch.long)
    total = functional.ctc_loss(chances, targets, steps, lengths, BLANK, reduction="sum", zero_infinity=True)
    return total / (8 * len(texts))


def place_loss(logits: torch.Tensor, targets: torch.Tensor) -> torch.Tensor:
    return functional.cross_entropy(logits.reshape(-1, logits.shape[-1]), targets.reshape(-1), ignore_index=IGNORED)


def place_targets(crop: PlateCrop) -> np.ndarray:
    """[2, 32] classes: the character at its centre, blank half way to the next and outside the text,
    ignored where a character passes into a blank."""
    targets = np.full((ROWS, PLACES), IGNORED, np.int64)
    classes = classes_of("".join(crop.lines))
    places = np.clip(crop.centres[:, 0] / INPUT_WIDTH * PLACES, 0, PLACES - 0.01)
    for row in range(ROWS):
        at = places[crop.rows == row]
        if len(at) == 0:
            targets[row] = BLANK
            continue
        pitch = float(np.diff(at).mean()) if len(at) > 1 else 4.0
        targets[row, : max(0, int(at[0] - pitch))] = BLANK
        targets[row, int(np.ceil(at[-1] + pitch)) :] = BLANK
        for left, right in zip(at[:-1], at[1:]):
            targets[row, int((left + right) / 2)] = BLANK
        own = [value for value, where in zip(classes, crop.rows) if where == row]
        for value, place in zip(own, at):
            targets[row, int(place)] = value
    return targets
