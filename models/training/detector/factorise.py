"""How far 3x3 convolutions can be made cheaper: fewer filters, then a 1x1 that restores the channels.

The filters are the main directions in which a layer's responses vary on real pictures (X. Zhang and others,
Accelerating very deep convolutional networks, 2015); `refit.py` finds their weights.
"""
from collections.abc import Iterable
from dataclasses import dataclass

import torch
from torch import Tensor, nn

from .backbone import LeakyConv

# Processors with AVX-512 work on sixteen channels at a time: seventeen cost as much as thirty-two.
BLOCK = 16


@dataclass
class Responses:
    variances: Tensor  # along the main directions, falling
    cells_per_pixel: float


def slots_of(net: nn.Module) -> dict[str, LeakyConv]:
    """The convolutions that may be replaced: all but the first, which has three channels."""
    return {
        name: module
        for name, module in net.named_modules()
        if isinstance(module, LeakyConv) and isinstance(module.conv, nn.Conv2d) and module.conv.in_channels > 3
    }


@torch.no_grad()
def measure_responses(net: nn.Module, images: Iterable[Tensor]) -> dict[str, Responses]:
    """Runs `net` on pictures [1,3,H,W] and keeps the spread of every convolution's output."""
    slots = slots_of(net)
    sums = {name: [0.0, 0.0, 0] for name in slots}
    pixels = [0]

    def watch(name: str):
        def keep(_module: nn.Module, _inputs: object, output: Tensor) -> None:
            rows = output[0].flatten(1).double()
            entry = sums[name]
            entry[0] = entry[0] + rows.sum(1)
            entry[1] = entry[1] + rows @ rows.T
            entry[2] += rows.shape[1]

        return keep

    hooks = [slot.conv.register_forward_hook(watch(name)) for name, slot in slots.items()]
    for image in images:
        pixels[0] += image.shape[2] * image.shape[3]
        net(image)
    for hook in hooks:
        hook.remove()
    measured = {}
    for name, (total, products, count) in sums.items():
        mean = total / count
        variances = torch.linalg.eigvalsh(products / count - torch.outer(mean, mean)).flip(0).clamp_min(0)
        measured[name] = Responses(variances, count / pixels[0])
    return measured


def _cost(conv: nn.Conv2d, rank: int | None, cells_per_pixel: float) -> float:
    """Multiplications a pixel of the input picture; no rank: the convolution as it is."""
    taps = conv.in_channels * conv.kernel_size[0] * conv.kernel_size[1]
    weights = taps * conv.out_channels if rank is None else rank * (taps + conv.out_channels)
    return weights * cells_per_pixel


def choose_ranks(net: nn.Module, responses: dict[str, Responses], budget: float) -> dict[str, int]:
    """How many filters each convolution keeps so that all of them together cost `budget` multiplications a pixel.

    Takes filters away where the least variance is lost for the multiplications saved. A convolution that is not listed
    stays whole. Raises ValueError when the budget cannot be met.
    """
    slots = {name: slot.conv for name, slot in slots_of(net).items()}
    ranks = {name: conv.out_channels for name, conv in slots.items()}

    def cost_of(name: str, rank: int) -> float:
        whole = _cost(slots[name], None, responses[name].cells_per_pixel)
        return min(whole, _cost(slots[name], rank, responses[name].cells_per_pixel))

    def loss_for_saving(name: str) -> tuple[float, int]:
        spread = responses[name].variances
        now, best = ranks[name], (float("inf"), 0)
        for rank in range(now - BLOCK, BLOCK - 1, -BLOCK):
            saving = cost_of(name, now) - cost_of(name, rank)
            if saving > 0:
                lost = float((spread[:now].sum() / spread[:rank].sum()).log())
                best = min(best, (lost / saving, rank))
                break
        return best

    while sum(cost_of(name, ranks[name]) for name in slots) > budget:
        (price, rank), name = min((loss_for_saving(name), name) for name in slots)
        if price == float("inf"):
            raise ValueError(f"{budget} multiplications a pixel are too few")
        ranks[name] = rank
    whole = {name: _cost(slots[name], None, responses[name].cells_per_pixel) for name in slots}
    return {
        name: rank
        for name, rank in ranks.items()
        if _cost(slots[name], rank, responses[name].cells_per_pixel) < whole[name]
    }


def thin(conv: nn.Conv2d, rank: int) -> nn.Sequential:
    return nn.Sequential(
        nn.Conv2d(conv.in_channels, rank, conv.kernel_size, conv.stride, conv.padding, bias=False),
        nn.Conv2d(rank, conv.out_channels, 1),
    )


def shape_like(net: nn.Module, ranks: dict[str, int]) -> None:
    """Replaces the listed convolutions by thin ones with weights yet to be loaded."""
    slots = slots_of(net)
    for name, rank in ranks.items():
        slots[name].conv = thin(slots[name].conv, rank)
