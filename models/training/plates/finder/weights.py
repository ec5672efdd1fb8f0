"""Checkpoints: everything a training needs to go on, and the smoothed weights that are delivered."""

import os
from dataclasses import dataclass
from pathlib import Path

import torch

from plates.finder.network import PlateFinderNet, PlateMap

SMOOTHING = 0.998


class SmoothedWeights:
    """A slow mean of the weights: steadier than the last step's."""

    def __init__(self, net: PlateFinderNet) -> None:
        self.state = {name: value.clone() for name, value in net.state_dict().items()}

    def follow(self, net: PlateFinderNet, step: int) -> None:
        keep = min(SMOOTHING, (step + 1) / (step + 10))
        for name, value in net.state_dict().items():
            mean = self.state[name]
            if value.dtype.is_floating_point:
                mean.mul_(keep).add_(value, alpha=1 - keep)
            else:
                mean.copy_(value)


@dataclass
class Checkpoint:
    step: int
    net: PlateFinderNet
    smoothed: SmoothedWeights
    optimiser_state: dict | None


def save(path: Path, checkpoint: Checkpoint) -> None:
    """Written beside and renamed, so that a stopped run never leaves half a file."""
    part = path.with_suffix(".part")
    torch.save(
        {
            "step": checkpoint.step,
            "widths": checkpoint.net.widths,
            "depths": checkpoint.net.depths,
            "net": checkpoint.net.state_dict(),
            "smoothed": checkpoint.smoothed.state,
            "optimiser": checkpoint.optimiser_state,
        },
        part,
    )
    os.replace(part, path)


def load(path: Path) -> Checkpoint:
    kept = torch.load(path, map_location="cpu")
    net = PlateFinderNet(tuple(kept["widths"]), tuple(kept["depths"]))
    net.load_state_dict(kept["net"])
    smoothed = SmoothedWeights(net)
    smoothed.state = kept["smoothed"]
    return Checkpoint(kept["step"], net, smoothed, kept["optimiser"])


def delivered(path: Path) -> PlateMap:
    """The network with the smoothed weights, ready to answer."""
    checkpoint = load(path)
    checkpoint.net.load_state_dict(checkpoint.smoothed.state)
    return PlateMap(checkpoint.net).eval()
