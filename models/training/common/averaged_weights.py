"""A slowly moving average of a network's weights: steadier than the last step's."""

from __future__ import annotations

import copy

import torch
from torch import nn


class AveragedWeights:
    def __init__(self, network: nn.Module, slowness: float = 0.998) -> None:
        self.network = copy.deepcopy(network).eval()
        self._slowness = slowness
        self._updates = 0

    @torch.no_grad()
    def update(self, network: nn.Module) -> None:
        self._updates += 1
        keep = min(self._slowness, self._updates / (self._updates + 10))
        current = network.state_dict()
        for name, kept in self.network.state_dict().items():
            if kept.dtype.is_floating_point:
                kept.mul_(keep).add_(current[name], alpha=1 - keep)
            else:
                kept.copy_(current[name])

    def state_dict(self) -> dict[str, object]:
        return {"network": self.network.state_dict(), "updates": self._updates}

    def load_state_dict(self, state: dict[str, object]) -> None:
        self.network.load_state_dict(state["network"])
        self._updates = state["updates"]
