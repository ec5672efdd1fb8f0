"""The layers of NanoDet-g (https://github.com/RangiLyu/nanodet, Apache-2.0), batch normalisation folded in."""
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional as F

MEAN_RGB = (123.675, 116.28, 103.53)
DEVIATION_RGB = (58.395, 57.12, 57.375)
MIDDLE_GREY = 114


class LeakyConv(nn.Module):
    """A convolution and its leaky ramp."""

    def __init__(self, channels_in: int, channels_out: int, stride: int = 1) -> None:
        super().__init__()
        self.conv = nn.Conv2d(channels_in, channels_out, 3, stride, 1)

    def forward(self, x: Tensor) -> Tensor:
        return F.leaky_relu(self.conv(x), 0.1)


class SplitBlock(nn.Module):
    """Two convolutions of half the channels, their results side by side."""

    def __init__(self, channels: int) -> None:
        super().__init__()
        self.first = LeakyConv(channels, channels // 2)
        self.second = LeakyConv(channels // 2, channels // 2)

    def forward(self, x: Tensor) -> Tensor:
        x = self.first(x)
        return torch.cat((self.second(x), x), 1)


class Stage(nn.Module):
    """Gives twice the channels it takes."""

    def __init__(self, channels: int, blocks: int, stride: int) -> None:
        super().__init__()
        self.enter = LeakyConv(channels, channels, stride)
        self.blocks = nn.Sequential(*(SplitBlock(channels) for _ in range(blocks)))
        self.leave = LeakyConv(channels, channels)

    def forward(self, x: Tensor) -> Tensor:
        x = self.enter(x)
        return torch.cat((self.leave(self.blocks(x)), x), 1)


class Backbone(nn.Module):
    """RGB 0..255 in; feature maps of 128, 256 and 512 channels at strides 8, 16 and 32 out."""

    def __init__(self) -> None:
        super().__init__()
        self.register_buffer("mean", torch.tensor(MEAN_RGB).view(1, 3, 1, 1))
        self.register_buffer("scale", 1 / torch.tensor(DEVIATION_RGB).view(1, 3, 1, 1))
        self.is_input_folded = False
        self.stem = LeakyConv(3, 32, 2)
        self.stage4 = Stage(32, 1, 1)
        self.stage8 = Stage(64, 2, 2)
        self.stage16 = Stage(128, 2, 2)
        self.stage32 = Stage(256, 3, 2)

    def fold_input(self) -> None:
        """From here on the image comes less 114, a grey near the mean; the stem, a plain convolution, does the rest.

        A border of nothing around the picture is then that grey instead of the mean, which makes no difference.
        """
        conv = self.stem.conv
        with torch.no_grad():
            conv.weight.mul_(self.scale)
            conv.bias.add_((conv.weight * (MIDDLE_GREY - self.mean)).sum((1, 2, 3)))
        self.is_input_folded = True

    def low(self, image: Tensor) -> Tensor:
        """The first three stages: 128 channels at stride 8."""
        x = self.stem(image if self.is_input_folded else (image - self.mean) * self.scale)
        return self.stage8(self.stage4(F.max_pool2d(x, 3, 2, 1)))

    def forward(self, image: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        c8 = self.low(image)
        c16 = self.stage16(c8)
        return c8, c16, self.stage32(c16)


def _convolutions(module: nn.Module) -> Iterator[nn.Conv2d]:
    return (layer for layer in module.modules() if isinstance(layer, nn.Conv2d))


def set_convolution(layer: nn.Conv2d, weight: np.ndarray, bias: np.ndarray) -> None:
    if tuple(layer.weight.shape) != weight.shape:
        raise ValueError(f"weight {weight.shape} for a layer of {tuple(layer.weight.shape)}")
    with torch.no_grad():
        layer.weight.copy_(torch.from_numpy(weight))
        layer.bias.copy_(torch.from_numpy(bias))


def load_backbone(backbone: Backbone, convolutions: dict[str, tuple[np.ndarray, np.ndarray]]) -> None:
    """Fills a fresh backbone with NanoDet-g's weights, which expect BGR."""
    for index, layer in enumerate(_convolutions(backbone)):
        weight, bias = convolutions["convolution" if index == 0 else f"convolution_{index}"]
        set_convolution(layer, weight[:, ::-1].copy() if index == 0 else weight, bias)


def nanodet_file(models_folder: Path) -> Path:
    return models_folder / "nanodet.json"
