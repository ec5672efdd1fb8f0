"""The network: fully convolutional, any size that is a multiple of 16."""

import torch
from torch import nn

STRIDE = 8
CORNER_UNIT_PX = 16.0
PAD_VALUE = 114.0
PIXEL_RANGE = 64.0
START_SCORE_LOGIT = -4.6


def normalised(image: torch.Tensor) -> torch.Tensor:
    """0 is the grey around a picture."""
    return (image - PAD_VALUE) / PIXEL_RANGE


def conv(inputs: int, outputs: int, size: int = 1, stride: int = 1, groups: int = 1) -> nn.Sequential:
    return nn.Sequential(
        nn.Conv2d(inputs, outputs, size, stride, size // 2, groups=groups, bias=False),
        nn.BatchNorm2d(outputs, momentum=0.03),
    )


class Block(nn.Module):
    """A wide look (5x5 a channel), then a mix of the channels."""

    def __init__(self, channels: int) -> None:
        super().__init__()
        self.look = conv(channels, channels, 5, groups=channels)
        self.widen = conv(channels, 2 * channels)
        self.narrow = conv(2 * channels, channels)
        nn.init.zeros_(self.narrow[1].weight)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        with torch.autocast("cpu", enabled=False):  # in bfloat16 the way back through 5x5 a channel is slow
            looked = self.look(x.float())
        return x + self.narrow(torch.relu(self.widen(looked)))


def grown_twice(coarse: torch.Tensor, fine: torch.Tensor) -> torch.Tensor:
    """Each coarse cell over the two-by-two fine cells it came from; an odd side loses the last."""
    grown = nn.functional.interpolate(coarse, scale_factor=2.0, mode="nearest")
    return grown[:, :, : fine.shape[2], : fine.shape[3]]


class PlateFinderNet(nn.Module):
    """Picture [n,3,h,w] RGB 0..255 -> score logits [n,1,h/8,w/8] and corners [n,8,h/8,w/8] in pixels."""

    def __init__(self, widths: tuple[int, ...] = (16, 32, 48, 96, 128), depths: tuple[int, ...] = (2, 3, 2)) -> None:
        super().__init__()
        half, quarter, eighth, sixteenth, last = widths
        self.widths = widths
        self.depths = depths
        self.stem = nn.Sequential(conv(3, half, 3, 2), nn.ReLU(), conv(half, quarter, 3, 2), nn.ReLU())
        self.to_eighth = nn.Sequential(conv(quarter, eighth, 3, 2), *[Block(eighth) for _ in range(depths[0])])
        self.to_sixteenth = nn.Sequential(
            conv(eighth, sixteenth, 3, 2), *[Block(sixteenth) for _ in range(depths[1])]
        )
        self.to_last = nn.Sequential(conv(sixteenth, last, 3, 2), *[Block(last) for _ in range(depths[2])])
        self.from_last = conv(last, sixteenth)
        self.mix_sixteenth = Block(sixteenth)
        self.from_sixteenth = conv(sixteenth, eighth)
        self.mix_eighth = nn.Sequential(Block(eighth), Block(eighth))
        self.score = nn.Sequential(conv(eighth, eighth), nn.ReLU(), nn.Conv2d(eighth, 1, 1))
        self.corners = nn.Sequential(conv(eighth, eighth), nn.ReLU(), nn.Conv2d(eighth, 8, 1))
        nn.init.constant_(self.score[2].bias, START_SCORE_LOGIT)
        nn.init.normal_(self.corners[2].weight, std=0.01)

    def forward(self, image: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
        return self.look(normalised(image))

    def look(self, x: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
        """The same for a picture that is normalised already."""
        eighth = self.to_eighth(self.stem(x))
        sixteenth = self.to_sixteenth(eighth)
        last = self.to_last(sixteenth)
        sixteenth = self.mix_sixteenth(sixteenth + grown_twice(self.from_last(last), sixteenth))
        eighth = self.mix_eighth(eighth + grown_twice(self.from_sixteenth(sixteenth), eighth))
        return self.score(eighth), self.corners(eighth) * CORNER_UNIT_PX


class PlateMap(nn.Module):
    """The network as it is delivered: one map [n,9,h/8,w/8], the score between 0 and 1 first.

    `takes_pixels`: 0..255; otherwise the caller normalises, who writes every pixel anyway: a tenth of the time.
    """

    def __init__(self, net: PlateFinderNet, takes_pixels: bool = True) -> None:
        super().__init__()
        self.net = net
        self.takes_pixels = takes_pixels

    def forward(self, image: torch.Tensor) -> torch.Tensor:
        score, corners = self.net.look(normalised(image) if self.takes_pixels else image)
        return torch.cat([torch.sigmoid(score), corners], dim=1)
