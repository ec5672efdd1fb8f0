"""Writes a checkpoint as ONNX with half-precision weights: `python3 -m detector.export --help`."""
import argparse
import hashlib
import json
from pathlib import Path

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from .checkpoints import load_net
from .street_net import StreetNet, load_nanodet


class HalfConv(nn.Module):
    """A convolution that keeps its weight in half precision; ONNX Runtime widens it once, when it loads."""

    def __init__(self, conv: nn.Conv2d) -> None:
        super().__init__()
        self.stride, self.padding = conv.stride, conv.padding
        self.weight = nn.Parameter(conv.weight.detach().half(), requires_grad=False)
        self.bias = conv.bias

    def forward(self, x: Tensor) -> Tensor:
        return F.conv2d(x, self.weight.float(), self.bias, self.stride, self.padding)


def halve_weights(net: nn.Module) -> None:
    for name, child in net.named_children():
        if isinstance(child, nn.Conv2d):
            setattr(net, name, HalfConv(child))
        else:
            halve_weights(child)


def write_onnx(net: StreetNet, file: Path) -> str:
    """Input `image` [B,3,H,W]; outputs `boxes` [B,n,4] and `scores` [B,n,6]. Gives the file's sha256."""
    net = net.eval()
    net.backbone.fold_scale()
    halve_weights(net)
    torch.onnx.export(
        net,
        torch.zeros(1, 3, 352, 416),
        str(file),
        opset_version=13,
        do_constant_folding=False,
        input_names=["image"],
        output_names=["boxes", "scores"],
        dynamic_axes={
            "image": {0: "batch", 2: "height", 3: "width"},
            "boxes": {0: "batch", 1: "cells"},
            "scores": {0: "batch", 1: "cells"},
        },
    )
    return hashlib.sha256(file.read_bytes()).hexdigest()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--checkpoint", type=Path, help="without one, NanoDet-g itself is written")
    parser.add_argument("--nanodet", type=Path, help="folder of nanodet.json")
    parser.add_argument("--out", type=Path, required=True)
    options = parser.parse_args()
    if options.checkpoint is None and options.nanodet is None:
        parser.error("either --checkpoint or --nanodet")
    net = load_net(options.checkpoint) if options.checkpoint else load_nanodet(options.nanodet)
    digest = write_onnx(net, options.out)
    print(json.dumps({"file": options.out.name, "bytes": options.out.stat().st_size, "sha256": digest}))


if __name__ == "__main__":
    main()
