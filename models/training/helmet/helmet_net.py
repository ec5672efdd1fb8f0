"""Tells a head with a helmet from one without: the first stages of NanoDet-g and a small top."""
from pathlib import Path

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from detector.backbone import Backbone, LeakyConv, load_backbone, nanodet_file
from detector.tfjs_weights import read_convolutions


class HelmetNet(nn.Module):
    """RGB 0..255 [N,3,48,48] in, logits [N,2] (helmet, no-helmet) out; once trained, the mean with the mirrored head."""

    def __init__(self, width: int = 64) -> None:
        super().__init__()
        self.backbone = Backbone()
        del self.backbone.stage16, self.backbone.stage32
        self.top = nn.Sequential(LeakyConv(128, width, 2), LeakyConv(width, width))
        self.drop = nn.Dropout(0.4)
        self.out = nn.Linear(3 * width, 2)
        self.register_buffer("temperature", torch.ones(()))

    def forward(self, head: Tensor) -> Tensor:
        if self.training:
            return self.look(head)
        return (self.look(head) + self.look(head.flip(3))) / (2 * self.temperature)

    def look(self, head: Tensor) -> Tensor:
        # Twice the size: the first stages shrink by eight, and a head of 48 pixels would end as 6 x 6.
        x = self.top(self.backbone.low(F.interpolate(head, scale_factor=2.0, mode="bilinear", align_corners=False)))
        upper, lower = x[:, :, :3], x[:, :, 3:]
        pooled = (upper.mean((2, 3)), lower.mean((2, 3)), x.amax((2, 3)))
        return self.out(self.drop(torch.cat(pooled, 1).float()))


def fresh_net(models_folder: Path | None) -> HelmetNet:
    """With NanoDet-g's first stages, or, without a folder, with nothing learnt."""
    net = HelmetNet()
    if models_folder is not None:
        whole = Backbone()
        load_backbone(whole, read_convolutions(nanodet_file(models_folder)))
        net.backbone.load_state_dict({k: v for k, v in whole.state_dict().items() if k in net.backbone.state_dict()})
    return net
