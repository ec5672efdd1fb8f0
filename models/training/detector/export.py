"""Writes a checkpoint as ONNX on whole numbers: `python3 -m detector.export --help`."""
import argparse
import io
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import onnx
import torch

from quantise.quantise import quantise_for_bytes
from quantise.save import save_model
from quantise.writer import MapScale

from .backbone import MIDDLE_GREY
from .boxes import fit_area, letterbox
from .checkpoints import load_net
from .pictures import read_pictures
from .street_net import StreetNet

LOOKS = 64
SEED = 1
SIDES = {"batch": 0, "rows": 2, "columns": 3}


def single_precision(net: StreetNet) -> onnx.ModelProto:
    """Input `image` [B,3,H,W] of RGB less 114; outputs `boxes` [B,n,4] and `scores` [B,n,6]."""
    net = net.eval()
    net.backbone.fold_input()
    file = io.BytesIO()
    torch.onnx.export(
        net,
        torch.zeros(1, 3, 352, 416),
        file,
        opset_version=13,
        input_names=["image"],
        output_names=["boxes", "scores"],
        dynamic_axes={
            "image": {axis: name for name, axis in SIDES.items()},
            "boxes": {0: "batch", 1: "cells"},
            "scores": {0: "batch", 1: "cells"},
        },
    )
    return onnx.load_from_string(file.getvalue())


def looks(data: Path, area: int) -> Iterator[np.ndarray]:
    """Training pictures as the net gets them."""
    pictures = [p for p in read_pictures(data / "street-train") if p.split == "train"]
    for index in np.random.default_rng(SEED).choice(len(pictures), min(LOOKS, len(pictures)), replace=False):
        image = pictures[index].read()
        scale, width, height = fit_area(image.shape[1], image.shape[0], area)
        sheet = letterbox(image, scale, width, height).astype(np.float32) - MIDDLE_GREY
        yield sheet.transpose(2, 0, 1)[None]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--checkpoint", type=Path, required=True)
    parser.add_argument("--data", type=Path, required=True, help="folder that holds street-train")
    parser.add_argument("--area", type=int, default=180_000, help="pixels of the input")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--single-precision", type=Path, help="also write the net as it was trained, to compare")
    options = parser.parse_args()
    torch.set_num_threads(1)
    model = single_precision(load_net(options.checkpoint))
    if options.single_precision:
        onnx.save(model, str(options.single_precision))
    save_model(quantise_for_bytes(model, looks(options.data, options.area), MapScale(1.0, MIDDLE_GREY)), options.out)


if __name__ == "__main__":
    main()
