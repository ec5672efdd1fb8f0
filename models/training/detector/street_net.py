"""The street detector: NanoDet-g's layers, six classes, boxes decoded inside."""
from pathlib import Path

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from .backbone import Backbone, LeakyConv, load_backbone, nanodet_file, set_convolution
from .tfjs_weights import read_convolutions

CLASSES = ("person", "bicycle", "car", "motorcycle", "bus", "truck")
COCO_ROWS = (0, 1, 2, 3, 5, 7)
COCO_COUNT = 80
STRIDES = (8, 16, 32)
BINS = 11
WIDTH = 128


class StreetNet(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.backbone = Backbone()
        self.lateral = nn.ModuleList(nn.Conv2d(channels, WIDTH, 1) for channels in (128, 256, 512))
        self.head = nn.ModuleList(LeakyConv(WIDTH, WIDTH) for _ in STRIDES)
        self.out = nn.ModuleList(nn.Conv2d(WIDTH, len(CLASSES) + 4 * BINS, 1) for _ in STRIDES)
        self.register_buffer("bins", torch.arange(BINS, dtype=torch.float32))

    def neck(self, image: Tensor) -> list[Tensor]:
        """Maps of 128 channels at strides 8, 16 and 32."""
        p8, p16, p32 = (layer(c) for layer, c in zip(self.lateral, self.backbone(image)))
        p16 = p16 + F.interpolate(p32, scale_factor=2.0, mode="bilinear", align_corners=False)
        p8 = p8 + F.interpolate(p16, scale_factor=2.0, mode="bilinear", align_corners=False)
        p16 = p16 + F.avg_pool2d(p8, 2)
        return [p8, p16, p32 + F.avg_pool2d(p16, 2)]

    def predict(self, maps: list[Tensor]) -> tuple[Tensor, Tensor, Tensor, Tensor]:
        """Class logits [B,n,6], side logits [B,n,4,11], cell centres [n,2] and strides [n,1], both in pixels."""
        logits, sides, centres, strides = [], [], [], []
        for stride, head, out, level in zip(STRIDES, self.head, self.out, maps):
            y = out(head(level)).float().permute(0, 2, 3, 1)
            grid = torch.ones_like(y[:1, :, :, :1])
            at = torch.cat((grid.cumsum(2), grid.cumsum(1)), 3).reshape(-1, 2)
            logits.append(y[..., : len(CLASSES)].reshape(y.shape[0], -1, len(CLASSES)))
            sides.append(y[..., len(CLASSES) :].reshape(y.shape[0], -1, 4, BINS))
            centres.append((at - 0.5) * stride)
            strides.append(torch.full_like(at[:, :1], stride))
        return torch.cat(logits, 1), torch.cat(sides, 1), torch.cat(centres), torch.cat(strides)

    def boxes(self, sides: Tensor, centres: Tensor, strides: Tensor) -> Tensor:
        """x1, y1, x2, y2 in pixels of the input."""
        distances = (sides.softmax(3) * self.bins).sum(3) * strides
        return torch.cat((centres - distances[..., :2], centres + distances[..., 2:]), 2)

    def forward(self, image: Tensor) -> tuple[Tensor, Tensor]:
        logits, sides, centres, strides = self.predict(self.neck(image))
        return self.boxes(sides, centres, strides), logits.sigmoid()


def load_nanodet(models_folder: Path) -> StreetNet:
    """NanoDet-g itself, its head cut to the six classes; `models_folder` holds `nanodet.json` and `nanodet.bin`."""
    convolutions = read_convolutions(nanodet_file(models_folder))
    net = StreetNet()
    load_backbone(net.backbone, convolutions)
    rows = [*COCO_ROWS, *range(COCO_COUNT, COCO_COUNT + 4 * BINS)]
    for level in range(3):
        set_convolution(net.lateral[level], *convolutions[f"convolution_{25 + level}"])
        set_convolution(net.head[level].conv, *convolutions[f"convolution_{28 + 2 * level}"])
        weight, bias = convolutions[f"convolution_{29 + 2 * level}"]
        set_convolution(net.out[level], weight[rows], bias[rows])
    return net
