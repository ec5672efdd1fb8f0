"""What the detector is trained on."""
import torch
from torch import Tensor
from torch.nn import functional as F

from .assign import assign, paired_overlap
from .street_net import BINS, STRIDES, StreetNet

CLASS_WEIGHT = 1.0
OVERLAP_WEIGHT = 2.0
SIDE_WEIGHT = 0.25


def counted_cells(counted: Tensor) -> Tensor:
    """[B,6,S/8,S/8] of 0 and 1 to [B,n,6]: a larger cell counts only if all of it counts."""
    left_out = 1 - counted
    maps = [1 - F.max_pool2d(left_out, stride // 8) if stride > 8 else counted for stride in STRIDES]
    return torch.cat([level.flatten(2).transpose(1, 2) for level in maps], 1)


def side_loss(logits: Tensor, distances: Tensor) -> Tensor:
    """Distribution focal loss (X. Li and others, 2020) of logits [k,4,11] for distances [k,4] in strides."""
    distances = distances.clamp(0, BINS - 1.01)
    low = distances.floor().long()
    share = distances - low
    flat = logits.reshape(-1, BINS)
    near = F.cross_entropy(flat, low.flatten(), reduction="none")
    far = F.cross_entropy(flat, low.flatten() + 1, reduction="none")
    return (near * (1 - share.flatten()) + far * share.flatten()).view_as(distances).mean(1)


def detection_loss(
    net: StreetNet, maps: list[Tensor], boxes: list[Tensor], labels: list[Tensor], counted: Tensor
) -> tuple[Tensor, dict[str, float]]:
    """Loss of a batch and its parts. `boxes` and `labels`: of every picture; `counted`: as in `augment.View`."""
    logits, sides, centres, strides = net.predict(maps)
    predicted = net.boxes(sides, centres, strides)
    scores = logits.sigmoid()
    target = torch.zeros_like(logits)
    overlap_loss = distance_loss = total = logits.new_zeros(())
    for index, (gt, classes) in enumerate(zip(boxes, labels)):
        chosen = assign(scores[index].detach(), predicted[index].detach(), centres, strides, gt, classes)
        if len(chosen.cells) == 0:
            continue
        cells, quality, goal = chosen.cells, chosen.quality, gt[chosen.boxes]
        target[index, cells, classes[chosen.boxes]] = quality
        giou = paired_overlap(predicted[index, cells], goal)[1]
        overlap_loss = overlap_loss + ((1 - giou) * quality).sum()
        at, stride = centres[cells], strides[cells]
        distances = torch.cat((at - goal[:, :2], goal[:, 2:] - at), 1) / stride
        distance_loss = distance_loss + (side_loss(sides[index, cells], distances) * quality).sum()
        total = total + quality.sum()
    weight = (target - scores.detach()).abs() ** 2 * torch.maximum(counted_cells(counted), (target > 0).float())
    class_loss = (F.binary_cross_entropy_with_logits(logits, target, reduction="none") * weight).sum()
    total = total.clamp_min(1.0)
    parts = {"class": class_loss / total, "overlap": overlap_loss / total, "side": distance_loss / total}
    loss = CLASS_WEIGHT * parts["class"] + OVERLAP_WEIGHT * parts["overlap"] + SIDE_WEIGHT * parts["side"]
    return loss, {name: float(value) for name, value in parts.items()}


def likeness_loss(maps: list[Tensor], teacher_maps: list[Tensor]) -> Tensor:
    """How far the net's maps are from the teacher's, in shares of the teacher's spread."""
    shares = [((a - b) ** 2).mean() / b.var().clamp_min(1e-6) for a, b in zip(maps, teacher_maps)]
    return torch.stack(shares).mean()
