"""How wrong an answer of the network is."""

import torch

from plates.finder.network import STRIDE

UNSURE_ABOVE = 0.25
BOX_SHARE = 1.0
CORNER_SHARE = 2.0


def score_loss(logits: torch.Tensor, batch: dict[str, torch.Tensor]) -> torch.Tensor:
    """Focal loss with the ground near a centre counted less. Where a plate may be that nobody labelled, a
    confident answer is not punished.
    """
    target = batch["score"]
    chance = torch.sigmoid(logits).clamp(1e-4, 1 - 1e-4)
    is_centre = (target > 0.99).float()
    hit = is_centre * (1 - chance) ** 2 * torch.log(chance)
    miss = (1 - is_centre) * (1 - target) ** 4 * chance**2 * torch.log(1 - chance)
    forgiven = batch["unsure"] * (chance.detach() > UNSURE_ABOVE).float()
    miss = miss * (1 - forgiven)
    plates = is_centre.sum().clamp(min=1.0)
    return -((hit + miss) * batch["counted"]).sum() / plates


def outer(corners: torch.Tensor) -> torch.Tensor:
    """[k,8] -> x1,y1,x2,y2 [k,4]."""
    x, y = corners[:, 0::2], corners[:, 1::2]
    return torch.stack([x.amin(1), y.amin(1), x.amax(1), y.amax(1)], dim=1)


def box_gap(a: torch.Tensor, b: torch.Tensor) -> torch.Tensor:
    """1 - generalised overlap of boxes [k,4]: 0 for equal ones, up to 2 for far ones."""
    low, high = torch.maximum(a[:, :2], b[:, :2]), torch.minimum(a[:, 2:], b[:, 2:])
    shared = (high - low).clamp(min=0).prod(1)
    area_a = (a[:, 2:] - a[:, :2]).clamp(min=0).prod(1)
    area_b = (b[:, 2:] - b[:, :2]).clamp(min=0).prod(1)
    union = area_a + area_b - shared + 1e-6
    hull = (torch.maximum(a[:, 2:], b[:, 2:]) - torch.minimum(a[:, :2], b[:, :2])).prod(1) + 1e-6
    return 1 - (shared / union - (hull - union) / hull)


def corner_losses(corners: torch.Tensor, batch: dict[str, torch.Tensor]) -> tuple[torch.Tensor, torch.Tensor]:
    """(box, corners). Errors count in shares of the plate's size. A plate of which only the outer box is
    known teaches the box of its four corners and nothing about the corners themselves.
    """
    near = batch["corner_weight"] > 0
    if not bool(near.any()):
        nothing = corners.sum() * 0
        return nothing, nothing
    found = corners.permute(0, 2, 3, 1)[near]
    wanted = batch["corners"].permute(0, 2, 3, 1)[near]
    weight = batch["corner_weight"][near]
    exact, boxed = batch["exact"][near], batch["boxed"][near]
    found_box, wanted_box = outer(found), outer(wanted)
    size = (wanted_box[:, 2:] - wanted_box[:, :2]).clamp(min=1).prod(1).sqrt() + STRIDE / 2
    sides = ((found_box - wanted_box).abs() / size[:, None]).mean(1)
    total = weight.sum().clamp(min=1.0)
    box = (boxed * weight * (box_gap(found_box, wanted_box) + (1 - exact) * CORNER_SHARE * sides)).sum() / total
    points = ((found - wanted).abs() / size[:, None]).mean(1)
    return box, (exact * weight * points).sum() / total


def total_loss(
    logits: torch.Tensor, corners: torch.Tensor, batch: dict[str, torch.Tensor]
) -> tuple[torch.Tensor, dict[str, float]]:
    score = score_loss(logits[:, 0], batch)
    box, points = corner_losses(corners, batch)
    loss = score + BOX_SHARE * box + CORNER_SHARE * points
    return loss, {"score": score.item(), "box": box.item(), "corners": points.item()}
