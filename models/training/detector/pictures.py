"""Labelled street pictures: a folder with `labels.jsonl` and `images/`."""
import json
from dataclasses import dataclass, field
from pathlib import Path

import cv2
import numpy as np

from .boxes import overlaps
from .street_net import CLASSES

MET = 0.3


@dataclass
class Picture:
    path: Path
    group: str
    split: str
    boxes: np.ndarray  # [n,4] x1, y1, x2, y2
    labels: np.ndarray  # [n] rows of CLASSES
    labelled: np.ndarray  # [6] bool: was this class annotated at all
    doubtful: np.ndarray = field(default_factory=lambda: np.zeros((0, 4), np.float32))
    doubtful_labels: np.ndarray = field(default_factory=lambda: np.zeros(0, np.int64))

    def read(self) -> np.ndarray:
        """RGB; raises ValueError when the file is no picture."""
        image = cv2.imread(str(self.path), cv2.IMREAD_COLOR)
        if image is None:
            raise ValueError(f"{self.path} is not a picture")
        return cv2.cvtColor(image, cv2.COLOR_BGR2RGB)


def _boxes_of(objects: list[dict]) -> tuple[np.ndarray, np.ndarray]:
    boxes = np.array([o["box"] for o in objects], np.float32).reshape(-1, 4)
    boxes[:, 2:] += boxes[:, :2]
    return boxes, np.array([CLASSES.index(o["label"]) for o in objects], np.int64)


def read_pictures(folder: Path) -> list[Picture]:
    pictures = []
    for line in (folder / "labels.jsonl").read_text().splitlines():
        row = json.loads(line)
        boxes, labels = _boxes_of(row["objects"])
        labelled = np.array([name in row["classes"] for name in CLASSES])
        split = row.get("split", "")
        pictures.append(Picture(folder / row["image"], row.get("group", ""), split, boxes, labels, labelled))
    return pictures


def add_soft_labels(pictures: list[Picture], file: Path, sure: float, doubtful: float) -> None:
    """Adds what a teacher saw (`soft_labels.py`).

    Of a class that nobody annotated, a box with a score of `sure` counts as a label, one from `doubtful` on is left out
    of the loss, and the rest of the picture is taken to hold nothing of the class. Of an annotated class, a box from
    `doubtful` on that no label of the class meets is left out of the loss: annotators pass over what is small and far.
    """
    seen = {row["image"]: row["objects"] for row in map(json.loads, file.read_text().splitlines())}
    for picture in pictures:
        if picture.path.name not in seen:
            continue
        rows = [o for o in seen[picture.path.name] if o["score"] >= doubtful]
        is_new = np.array([not picture.labelled[CLASSES.index(o["label"])] for o in rows], bool)
        is_sure = is_new & np.array([o["score"] >= sure for o in rows], bool)
        boxes, labels = _boxes_of(rows)
        is_met = (overlaps(boxes, picture.boxes) > MET) & (labels[:, None] == picture.labels[None])
        is_doubtful = np.where(is_new, ~is_sure, ~is_met.any(1))
        picture.boxes = np.concatenate((picture.boxes, boxes[is_sure]))
        picture.labels = np.concatenate((picture.labels, labels[is_sure]))
        picture.doubtful, picture.doubtful_labels = boxes[is_doubtful], labels[is_doubtful]
        picture.labelled = np.ones(len(CLASSES), bool)
