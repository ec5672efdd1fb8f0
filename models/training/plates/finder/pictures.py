"""The labelled pictures of a data folder, read from its `labels.jsonl`."""

import json
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

import cv2
import numpy as np

from plates.split import is_validation, plate_key

VEHICLES = ("car", "bus", "truck", "motorcycle")
ROUGH_GROUPS = ("car-photo",)
PARTLY_LABELLED_GROUPS = ("car-photo", "mil-diplo")


@dataclass(frozen=True)
class Picture:
    """`boxes` [n,4] x1,y1,x2,y2 of the labelled plates; `corners` [n,4,2] once they are known.

    `unsure` [m,4] are places that may hold plates nobody labelled. `rough` boxes only say which plate.
    """

    path: str
    group: str
    validation: bool
    size: tuple[int, int]
    boxes: np.ndarray = field(repr=False)
    unsure: np.ndarray = field(repr=False)
    rough: bool = False
    corners: np.ndarray | None = field(default=None, repr=False)

    def image(self) -> np.ndarray:
        """RGB uint8 [h,w,3]."""
        picture = cv2.imdecode(np.frombuffer(file_bytes(self.path), np.uint8), cv2.IMREAD_COLOR)
        if picture is None:
            raise ValueError(f"{self.path} is no picture")
        return cv2.cvtColor(picture, cv2.COLOR_BGR2RGB)


@lru_cache(maxsize=4096)
def file_bytes(path: str) -> bytes:
    return Path(path).read_bytes()


def rows_of(folder: Path) -> list[dict]:
    with open(folder / "labels.jsonl", encoding="utf-8") as lines:
        return [json.loads(line) for line in lines if line.strip()]


def edges(box: list[float]) -> list[float]:
    x, y, w, h = box
    return [x, y, x + w, y + h]


def as_boxes(boxes: list[list[float]]) -> np.ndarray:
    return np.array([edges(box) for box in boxes], np.float32).reshape(-1, 4)


def plate_scenes(folder: Path, corners_by_file: dict[str, list] | None = None) -> list[Picture]:
    """Pictures with every plate's box. `corners_by_file`: file name -> [n,4,2], made by `corner_teacher`."""
    pictures = []
    for row in rows_of(folder):
        name = Path(row["image"]).name
        texts = [plate["text"] for plate in row["plates"] if plate["text"]]
        key = plate_key(texts[0]) if texts else Path(name).stem
        corners = (corners_by_file or {}).get(name)
        whole = [[0.0, 0.0, row["w"], row["h"]]] if row["group"] in PARTLY_LABELLED_GROUPS else []
        pictures.append(
            Picture(
                path=str(folder / row["image"]),
                group=row["group"],
                validation=is_validation(key),
                size=(row["w"], row["h"]),
                boxes=as_boxes([plate["box"] for plate in row["plates"]]),
                unsure=as_boxes(whole),
                rough=row["group"] in ROUGH_GROUPS,
                corners=None if corners is None else np.array(corners, np.float32).reshape(-1, 4, 2),
            )
        )
    return pictures


def backgrounds(folder: Path) -> list[Picture]:
    """Street and everyday pictures without plate labels: vehicles on them may carry plates."""
    pictures = []
    for row in rows_of(folder):
        vehicles = [thing["box"] for thing in row["objects"] if thing["label"] in VEHICLES]
        stem = Path(row["image"]).stem
        validation = row["split"] == "val" if "split" in row else is_validation(stem)
        pictures.append(
            Picture(
                path=str(folder / row["image"]),
                group=row["group"],
                validation=validation,
                size=(row["w"], row["h"]),
                boxes=np.zeros((0, 4), np.float32),
                unsure=as_boxes(vehicles),
            )
        )
    return pictures


@dataclass(frozen=True)
class Collection:
    scenes: list[Picture]
    streets: list[Picture]


def collect(data: Path, validation: bool, corners: dict[str, list] | None = None) -> Collection:
    scenes = plate_scenes(data / "vn-plate-scenes", corners) + plate_scenes(data / "vn-car-photos", corners)
    streets = backgrounds(data / "street-train") + backgrounds(data / "coco-val")
    return Collection(
        scenes=[p for p in scenes if p.validation == validation],
        streets=[p for p in streets if p.validation == validation],
    )
