"""Draws training scenes: real plates, our own plates put into streets, and pictures without any."""

from dataclasses import replace

import numpy as np
import torch

from plates.finder.lookalikes import with_lookalikes
from plates.finder.pictures import Collection, Picture
from plates.finder.scene import Scene, outer_boxes
from plates.finder.targets import Targets, grown, make_targets
from plates.finder.views import ground_view, plate_view
from plates.finder.weather import seen_by_camera
from plates.synthesis import PlateMaker, paste_plates

REAL_SHARE = 0.5
EMPTY_SHARE = 0.12
PASTED_WIDTHS_PX = (22.0, 400.0)
GROUP_WEIGHTS = {"gp-moto": 1.0, "tgmt-car": 0.9, "moto-close": 0.5, "mil-diplo": 0.9, "car-photo": 0.7}
CANVASES = ((320, 256), (416, 304), (640, 368))
CANVAS_CHANCES = (0.65, 0.25, 0.1)
BATCH = 16
"""Fewer than 16 pictures make PyTorch 1.13 take a five times slower road for 1x1 kernels on one thread."""


def with_pasted(scene: Scene, maker: PlateMaker, rng: np.random.Generator, count: int) -> Scene:
    """The scene with up to `count` plates of our own added, their corners known."""
    w = scene.image.shape[1]
    taken = grown(np.concatenate([outer_boxes(scene.corners), scene.ignored]), 1.15)
    widths = (PASTED_WIDTHS_PX[0], min(PASTED_WIDTHS_PX[1], w * 0.8))
    done = paste_plates(scene.image, maker, rng, count=count, width_px=widths, keep_out=taken)
    n = len(done.plates)
    if n == 0:
        return scene
    corners = np.stack([plate.corners for plate in done.plates]).astype(np.float32)
    return replace(
        scene,
        image=done.image,
        corners=np.concatenate([scene.corners, corners]),
        exact=np.concatenate([scene.exact, np.ones(n, bool)]),
        rough=np.concatenate([scene.rough, np.zeros(n, bool)]),
    )


class SceneSource:
    def __init__(self, collection: Collection, maker: PlateMaker, real_share: float = REAL_SHARE) -> None:
        self.maker = maker
        self.real_share = real_share
        self.streets = collection.streets
        self.groups: dict[str, list[Picture]] = {}
        for picture in collection.scenes:
            if len(picture.boxes):
                self.groups.setdefault(picture.group, []).append(picture)
        self.names = sorted(self.groups)
        weights = np.array([GROUP_WEIGHTS.get(name, 1.0) for name in self.names])
        self.chances = weights / weights.sum() if len(weights) else weights

    def scene(self, rng: np.random.Generator, size: tuple[int, int]) -> Scene:
        if self.names and rng.random() < self.real_share:
            group = self.groups[self.names[int(rng.choice(len(self.names), p=self.chances))]]
            scene = plate_view(group[int(rng.integers(len(group)))], rng, size)
            if rng.random() < 0.15:
                scene = with_pasted(scene, self.maker, rng, 1)
            scene = with_lookalikes(scene, rng, boards=0.1, overlays=0.15)
        else:
            scene = ground_view(self.streets[int(rng.integers(len(self.streets)))], rng, size)
            if rng.random() > EMPTY_SHARE / (1 - self.real_share):
                scene = with_pasted(scene, self.maker, rng, int(rng.integers(1, 4)))
            scene = with_lookalikes(scene, rng, boards=0.35, overlays=0.25)
        return replace(scene, image=seen_by_camera(scene, rng))


def as_batch(scenes: list[Scene]) -> dict[str, torch.Tensor]:
    targets: list[Targets] = [make_targets(scene) for scene in scenes]
    images = np.stack([scene.image for scene in scenes]).transpose(0, 3, 1, 2)
    batch = {"image": torch.from_numpy(images).float().contiguous(memory_format=torch.channels_last)}
    for name in ("score", "counted", "unsure", "corners", "corner_weight", "exact", "boxed"):
        batch[name] = torch.from_numpy(np.stack([getattr(target, name) for target in targets]))
    return batch


def training_batch(source: SceneSource, seed: int, step: int) -> dict[str, torch.Tensor]:
    """The same batch for the same seed and step, as far as the plate maker's own cache allows."""
    rng = np.random.default_rng([seed, step])
    size = CANVASES[int(rng.choice(len(CANVASES), p=CANVAS_CHANCES))]
    return as_batch([source.scene(rng, size) for _ in range(BATCH)])
