"""Which cell answers for which labelled box: task-aligned assignment (C. Feng and others, TOOD, 2021)."""
from dataclasses import dataclass

import torch
from torch import Tensor

CANDIDATES = 9
SCORE_POWER = 0.5
OVERLAP_POWER = 4.0
LEAST_OVERLAP = 0.01
LEAST_QUALITY = 0.1


@dataclass
class Assignment:
    cells: Tensor  # [k] indices of the cells that answer for a box
    boxes: Tensor  # [k] indices of their boxes
    quality: Tensor  # [k] 0..1: the score such a cell should give


def paired_overlap(a: Tensor, b: Tensor) -> tuple[Tensor, Tensor]:
    """Intersection over union of boxes that broadcast, and its generalised form (GIoU)."""
    shared = (torch.minimum(a[..., 2:], b[..., 2:]) - torch.maximum(a[..., :2], b[..., :2])).clamp_min(0).prod(-1)
    around = (torch.maximum(a[..., 2:], b[..., 2:]) - torch.minimum(a[..., :2], b[..., :2])).clamp_min(0).prod(-1)
    united = (a[..., 2:] - a[..., :2]).prod(-1) + (b[..., 2:] - b[..., :2]).prod(-1) - shared
    overlap = shared / united.clamp_min(1e-6)
    return overlap, overlap - (around - united) / around.clamp_min(1e-6)


@torch.no_grad()
def assign(scores: Tensor, boxes: Tensor, centres: Tensor, strides: Tensor, gt: Tensor, labels: Tensor) -> Assignment:
    """For one picture: predicted scores [n,6] and boxes [n,4], labelled boxes [g,4] with classes [g]."""
    if len(gt) == 0:
        none = torch.zeros(0, dtype=torch.long)
        return Assignment(none, none, torch.zeros(0))
    # A box smaller than a cell may hold no centre: it then owns the cells around its middle.
    middle, half = (gt[:, None, :2] + gt[:, None, 2:]) / 2, (gt[:, None, 2:] - gt[:, None, :2]) / 2
    reach = torch.maximum(half, strides.T[..., None] * 0.75)
    is_inside = ((centres[None] - middle).abs() < reach).all(2)
    overlap = paired_overlap(boxes[None], gt[:, None])[0].clamp(LEAST_OVERLAP, 1)
    fit = scores[:, labels].T ** SCORE_POWER * overlap**OVERLAP_POWER * is_inside
    best, cells = fit.topk(min(CANDIDATES, fit.shape[1]), 1)
    is_chosen = torch.zeros_like(is_inside).scatter_(1, cells, best > 0)
    # A cell that several boxes want goes to the one it covers best.
    owner = (overlap * is_chosen).argmax(0)
    is_chosen &= owner[None] == torch.arange(len(gt))[:, None]
    chosen_fit, chosen_overlap = fit * is_chosen, overlap * is_chosen
    best_fit = chosen_fit.max(1).values.clamp_min(1e-12)
    best_overlap = chosen_overlap.max(1).values.clamp_min(LEAST_QUALITY)
    owners, chosen = is_chosen.nonzero(as_tuple=True)
    return Assignment(chosen, owners, (chosen_fit[owners, chosen] / best_fit[owners]) * best_overlap[owners])
