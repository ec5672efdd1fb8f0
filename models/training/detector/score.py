"""Average precision at an overlap of one half."""
from dataclasses import dataclass, field

import numpy as np

from .boxes import overlaps, suppress
from .pictures import Picture
from .street_net import CLASSES

VEHICLES = tuple(CLASSES.index(name) for name in ("car", "bus", "truck"))
WHEELED = (*VEHICLES, CLASSES.index("motorcycle"))


@dataclass
class Tally:
    """Detections of one class over many pictures, matched to the labels."""

    scores: list[np.ndarray] = field(default_factory=list)
    is_hit: list[np.ndarray] = field(default_factory=list)
    wanted: int = 0

    def add(self, boxes: np.ndarray, scores: np.ndarray, gt: np.ndarray) -> None:
        order = np.argsort(-scores, kind="stable")
        hits = np.zeros(len(order), bool)
        free = np.ones(len(gt), bool)
        shared = overlaps(boxes, gt)
        for index in order:
            candidates = np.where(free, shared[index], 0)
            if len(gt) and candidates.max() >= 0.5:
                free[candidates.argmax()] = False
                hits[index] = True
        self.scores.append(scores)
        self.is_hit.append(hits)
        self.wanted += len(gt)

    def average_precision(self) -> float | None:
        """Area under precision over recall, precision made to fall; None without labels."""
        if self.wanted == 0:
            return None
        scores, hits = np.concatenate(self.scores), np.concatenate(self.is_hit)
        hits = hits[np.argsort(-scores, kind="stable")]
        found = np.cumsum(hits)
        precision = found / np.arange(1, len(hits) + 1)
        falling = np.maximum.accumulate(precision[::-1])[::-1]
        return float((falling * hits).sum() / self.wanted)

    def recall(self, least: float) -> float | None:
        hits = sum(int((h & (s >= least)).sum()) for s, h in zip(self.scores, self.is_hit))
        return hits / self.wanted if self.wanted else None


def _kept(
    boxes: np.ndarray, scores: np.ndarray, classes: tuple[int, ...], least: float
) -> tuple[np.ndarray, np.ndarray]:
    best = scores[:, classes].max(1)
    candidates = np.flatnonzero(best >= least)
    candidates = candidates[np.argsort(-best[candidates], kind="stable")][:400]
    kept = candidates[suppress(boxes[candidates], best[candidates])]
    return boxes[kept], best[kept]


GROUPS: dict[str, tuple[int, ...]] = {
    **{name: (row,) for row, name in enumerate(CLASSES)},
    "vehicles": VEHICLES,
    "wheeled": WHEELED,
}


class Score:
    """Average precision per class, of car, bus and truck as one (`vehicles`), and with motorcycles (`wheeled`)."""

    def __init__(self) -> None:
        self.tallies = {name: Tally() for name in GROUPS}

    def add(self, picture: Picture, boxes: np.ndarray, scores: np.ndarray, least: float = 0.03) -> None:
        """`boxes` in the picture's pixels [n,4], `scores` [n,6], not suppressed yet."""
        for name, classes in GROUPS.items():
            if picture.labelled[list(classes)].all():
                gt = picture.boxes[np.isin(picture.labels, classes)]
                self.tallies[name].add(*_kept(boxes, scores, classes, least), gt)

    def result(self) -> dict[str, dict[str, float | int | None]]:
        return {
            name: {
                "ap50": None if (ap := tally.average_precision()) is None else round(ap, 4),
                "recall@.35": None if (recall := tally.recall(0.35)) is None else round(recall, 3),
                "n": tally.wanted,
            }
            for name, tally in self.tallies.items()
        }
