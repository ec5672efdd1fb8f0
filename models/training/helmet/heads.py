"""Head cut-outs: a folder with `labels.jsonl` (`image`, `label`, `source`) and `images/`."""
import hashlib
import json
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np

LABELS = ("helmet", "no-helmet")


@dataclass
class Head:
    image: np.ndarray  # RGB
    label: int  # row of LABELS
    source: str


def read_heads(folder: Path) -> list[Head]:
    heads = []
    for line in (folder / "labels.jsonl").read_text().splitlines():
        row = json.loads(line)
        image = cv2.imread(str(folder / row["image"]), cv2.IMREAD_COLOR)
        if image is None:
            raise ValueError(f"{folder / row['image']} is not a picture")
        heads.append(Head(cv2.cvtColor(image, cv2.COLOR_BGR2RGB), LABELS.index(row["label"]), row["source"]))
    return heads


def part_of(source: str, parts: int) -> int:
    """Heads of one source picture are always in the same part."""
    return int(hashlib.sha256(source.encode()).hexdigest(), 16) % parts
