"""Replaces convolutions by thin ones, one after the other, each fitted to what the layers before it now give.

Every layer is the best linear fit, of the rank it may have, to the responses of the whole net (reduced-rank
regression), so that errors are mended on the way instead of adding up.
"""
from collections.abc import Callable

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from .factorise import slots_of, thin

RIDGE = 1e-3


class _Stop(Exception):
    pass


def _responses(
    net: nn.Module, layer: nn.Module, images: list[Tensor], of: Callable[[Tensor, Tensor], Tensor]
) -> list[Tensor]:
    """`of(input, output)` of one layer for every picture; the layers after it do not run."""
    kept: list[Tensor] = []

    def keep(_module: nn.Module, inputs: tuple[Tensor, ...], output: Tensor) -> None:
        kept.append(of(inputs[0], output)[0].flatten(1))
        raise _Stop

    hook = layer.register_forward_hook(keep)
    for image in images:
        try:
            net(image)
        except _Stop:
            pass
    hook.remove()
    return kept


def fit(goal: list[Tensor], given: list[Tensor], rank: int) -> tuple[Tensor, Tensor, Tensor]:
    """`restore`, `select` and `shift`: restore @ select @ given + shift is nearest to the goal. Columns are samples."""
    count = sum(g.shape[1] for g in goal)
    mean_goal, mean_given = (sum(x.double().sum(1) for x in parts) / count for parts in (goal, given))
    size = len(mean_given)
    crossed, squared = torch.zeros(len(mean_goal), size).double(), torch.zeros(size, size).double()
    for y, x in zip(goal, given):
        x = x.double() - mean_given[:, None]
        crossed += (y.double() - mean_goal[:, None]) @ x.T
        squared += x @ x.T
    squared += torch.eye(size).double() * (RIDGE * squared.diagonal().mean())
    best = torch.linalg.solve(squared, crossed.T).T
    directions = torch.linalg.eigh(best @ crossed.T)[1].flip(1)[:, :rank]
    select = directions.T @ best
    return directions.float(), select.float(), (mean_goal - directions @ (select @ mean_given)).float()


@torch.no_grad()
def refit(net: nn.Module, whole: nn.Module, images: list[Tensor], ranks: dict[str, int]) -> None:
    """Makes the listed convolutions of `net` thin and fits the others too; `whole` is the net as it was."""
    slots, models = slots_of(net), slots_of(whole)
    for name, slot in slots.items():
        conv = slot.conv
        goal = _responses(whole, models[name].conv, images, lambda _x, y: y)
        given = _responses(net, conv, images, lambda x, _y: F.conv2d(x, conv.weight, None, conv.stride, conv.padding))
        rank = ranks.get(name, conv.out_channels)
        restore, select, shift = fit(goal, given, rank)
        if name not in ranks:
            conv.weight.copy_(torch.einsum("or,rihw->oihw", restore @ select, conv.weight))
            conv.bias.copy_(shift)
            continue
        slot.conv = thin(conv, rank)
        filters, back = slot.conv
        filters.weight.copy_(torch.einsum("ro,oihw->rihw", select, conv.weight))
        back.weight.copy_(restore[:, :, None, None])
        back.bias.copy_(shift)
