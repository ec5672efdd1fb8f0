"""Trains the street detector; stops and goes on where it was.

`python3 -m detector.train --help` from the folder above.
"""
import argparse
import math
import signal
from pathlib import Path

import numpy as np
import torch
from torch import Tensor

from common.averaged_weights import AveragedWeights
from common.checkpoint import load_checkpoint, save_checkpoint
from common.json_log import JsonLog

from .augment import View, make_view
from .evaluate import held_out_sets, score_sets, summary
from .losses import detection_loss, likeness_loss
from .pictures import Picture, add_soft_labels, read_pictures
from .street_net import CLASSES, load_nanodet

SIDES = (320, 352, 416)
FIXED_CAMERA_SHARE = 3.0
MOTORCYCLE_SHARE = 1.5
EXTRA_SHARE = 0.5
SURE, DOUBTFUL = 0.45, 0.2


def read_training_pictures(options: argparse.Namespace) -> tuple[list[Picture], np.ndarray]:
    """The pictures to train on and how likely each is drawn."""
    labelled = [
        p
        for p in read_pictures(options.data / "street-train")
        if p.split == "train" and p.group not in options.hold_out
    ]
    extra = [p for folder in options.extra for p in read_pictures(folder)]
    for file in options.soft_labels:
        add_soft_labels([*labelled, *extra], file, SURE, DOUBTFUL)
    motorcycle = CLASSES.index("motorcycle")
    shares = [
        (FIXED_CAMERA_SHARE if p.group.startswith("atl-") else 1.0)
        * (MOTORCYCLE_SHARE if (p.labels == motorcycle).any() else 1.0)
        for p in labelled
    ] + [EXTRA_SHARE] * len(extra)
    return [*labelled, *extra], np.array(shares) / sum(shares)


def collate(views: list[View]) -> tuple[Tensor, list[Tensor], list[Tensor], Tensor]:
    images = torch.from_numpy(np.stack([view.image for view in views])).permute(0, 3, 1, 2).float()
    counted = torch.from_numpy(np.stack([view.counted for view in views])).float()
    return images, [torch.from_numpy(v.boxes) for v in views], [torch.from_numpy(v.labels) for v in views], counted


def rate_at(step: int, steps: int, peak: float, warm_up: int = 200) -> float:
    if step < warm_up:
        return peak * (step + 1) / warm_up
    return peak * (0.02 + 0.98 * (1 + math.cos(math.pi * (step - warm_up) / max(1, steps - warm_up))) / 2)


class Training:
    def __init__(self, options: argparse.Namespace) -> None:
        self.options = options
        self.file = options.out / "checkpoint.pt"
        self.log = JsonLog(options.out / "log.jsonl")
        self.teacher = load_nanodet(options.nanodet).eval()
        self.net = load_nanodet(options.nanodet)
        self.averaged = AveragedWeights(self.net, 0.999)
        for layer in (self.net.backbone.stem, self.net.backbone.stage4):
            layer.requires_grad_(False)
        learning = [p for p in self.net.parameters() if p.requires_grad]
        self.optimiser = torch.optim.AdamW(learning, lr=options.rate, weight_decay=options.decay)
        self.step = 0
        if self.file.exists():
            self._go_on(load_checkpoint(self.file))
        self.pictures, self.shares = read_training_pictures(options)
        self.sets = held_out_sets(options.data, options.hold_out)

    def _go_on(self, state: dict) -> None:
        self.net.load_state_dict(state["network"])
        self.optimiser.load_state_dict(state["optimiser"])
        self.averaged.load_state_dict(state["averaged"])
        self.step = state["step"]

    def save(self) -> None:
        state = {
            "network": self.net.state_dict(),
            "averaged": self.averaged.state_dict(),
            "optimiser": self.optimiser.state_dict(),
            "step": self.step,
        }
        save_checkpoint(self.file, state)

    def take_step(self) -> dict[str, float]:
        options = self.options
        side = SIDES[int(np.random.default_rng([options.seed, self.step]).integers(len(SIDES)))]
        views = [
            make_view(
                self.pictures, self.shares, side, options.mosaic, np.random.default_rng([options.seed, self.step, i])
            )
            for i in range(options.batch)
        ]
        images, boxes, labels, counted = collate(views)
        likeness_left = 1 - self.step / options.steps
        with torch.autocast("cpu", torch.bfloat16, enabled=options.bfloat16):
            maps = self.net.neck(images)
            loss, parts = detection_loss(self.net, maps, boxes, labels, counted)
        if options.likeness > 0:
            with torch.no_grad(), torch.autocast("cpu", torch.bfloat16, enabled=options.bfloat16):
                teacher_maps = [level.float() for level in self.teacher.neck(images)]
            likeness = likeness_loss([level.float() for level in maps], teacher_maps)
            parts["likeness"] = float(likeness)
            loss = loss + options.likeness * likeness_left * likeness
        if not math.isfinite(float(loss)):
            raise ValueError(f"step {self.step}: the loss is {float(loss)}")
        for group in self.optimiser.param_groups:
            group["lr"] = rate_at(self.step, options.steps, options.rate)
        self.optimiser.zero_grad(set_to_none=True)
        loss.backward()
        torch.nn.utils.clip_grad_norm_(self.net.parameters(), 10.0)
        self.optimiser.step()
        self.averaged.update(self.net)
        self.step += 1
        return parts

    def score(self) -> None:
        results = score_sets(self.averaged.network, self.sets, self.options.area)
        self.log.write(step=self.step, area=self.options.area, sets=results)
        print(summary(results), flush=True)

    def run(self) -> None:
        is_stopped = False

        def stop(*_: object) -> None:
            nonlocal is_stopped
            is_stopped = True

        signal.signal(signal.SIGTERM, stop)
        signal.signal(signal.SIGINT, stop)
        sums: dict[str, float] = {}
        while self.step < self.options.steps and not is_stopped:
            for name, value in self.take_step().items():
                sums[name] = sums.get(name, 0.0) + value
            if self.step % 20 == 0:
                self.log.write(step=self.step, loss={name: round(value / 20, 4) for name, value in sums.items()})
                sums = {}
            if self.step % self.options.save_every == 0:
                self.save()
            if self.step % self.options.score_every == 0 or self.step == self.options.steps:
                self.save()
                self.score()
        self.save()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="folder that holds street-train")
    parser.add_argument("--out", type=Path, required=True, help="folder of checkpoint.pt and log.jsonl")
    parser.add_argument("--nanodet", type=Path, required=True, help="folder of nanodet.json, where training starts")
    parser.add_argument("--likeness", type=float, default=0.5, help="weight of staying like NanoDet-g, falls with time")
    parser.add_argument("--soft-labels", type=Path, nargs="*", default=[], help="files of soft_labels.py")
    parser.add_argument("--extra", type=Path, nargs="*", default=[], help="folders of pictures without labels")
    parser.add_argument("--hold-out", nargs="*", default=[], help="groups of street-train to leave out")
    parser.add_argument("--steps", type=int, default=5000)
    parser.add_argument("--batch", type=int, default=8)
    parser.add_argument("--rate", type=float, default=3e-4)
    parser.add_argument("--decay", type=float, default=0.02)
    parser.add_argument("--mosaic", type=float, default=0.5)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--area", type=int, default=448 * 448, help="pixels of the input when scoring")
    parser.add_argument("--save-every", type=int, default=50)
    parser.add_argument("--score-every", type=int, default=500)
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--bfloat16", action="store_true", help="faster on processors with AMX, slower on others")
    options = parser.parse_args()
    torch.set_num_threads(options.threads)
    options.out.mkdir(parents=True, exist_ok=True)
    Training(options).run()


if __name__ == "__main__":
    main()
