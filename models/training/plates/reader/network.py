"""The plate reader: a small convolutional network with two rows of 32 places."""

from __future__ import annotations

import torch
from torch import nn

from plates.reader.alphabet import CLASS_COUNT

INPUT_HEIGHT, INPUT_WIDTH = 48, 128
ROWS, PLACES = 2, 32


class PlateReaderNetwork(nn.Module):
    """`plate` [n, 1, 48, 128], grey 0..255 -> `logits` [n, 2, 32, classes].

    Row 0 is the top line. A plate of one line is answered in row 0; row 1 is then blank.
    """

    def __init__(self) -> None:
        super().__init__()
        self.body = nn.Sequential(
            _conv(1, 24, 5, (2, 2)),
            _conv(24, 32, 3),
            _conv(32, 56, 3, (2, 2)),
            Residual(56),
            _conv(56, 80, 3, (2, 1)),
            Residual(80),
            _conv(80, 112, 3, (3, 1)),
            Residual(112),
        )
        self.answer = nn.Conv2d(112, CLASS_COUNT, 1)

    def forward(self, plate: torch.Tensor) -> torch.Tensor:
        mean = plate.mean(dim=(2, 3), keepdim=True)
        centred = plate - mean
        spread = (centred * centred).mean(dim=(2, 3), keepdim=True).sqrt()
        features = self.body(centred / (spread + 4.0))
        return self.answer(features).permute(0, 2, 3, 1)


class Residual(nn.Module):
    def __init__(self, channels: int) -> None:
        super().__init__()
        self.first = _conv(channels, channels, 3)
        self.second = nn.Sequential(
            nn.Conv2d(channels, channels, 3, padding=1, bias=False), nn.BatchNorm2d(channels)
        )

    def forward(self, features: torch.Tensor) -> torch.Tensor:
        return torch.relu(features + self.second(self.first(features)))


def _conv(inputs: int, outputs: int, side: int, stride: tuple[int, int] = (1, 1)) -> nn.Sequential:
    return nn.Sequential(
        nn.Conv2d(inputs, outputs, side, stride, side // 2, bias=False),
        nn.BatchNorm2d(outputs),
        nn.ReLU(inplace=True),
    )
