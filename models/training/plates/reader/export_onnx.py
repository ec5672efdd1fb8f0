"""Writes the reader as ONNX, opset 13, its convolutions on whole numbers.

    python3 -m plates.reader.export_onnx --checkpoint RUN/last.pt --crops CROPS --out plate-reader.onnx
"""

from __future__ import annotations

import argparse
import io
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import onnx
import torch

from common.checkpoint import load_checkpoint
from plates.reader.network import INPUT_HEIGHT, INPUT_WIDTH, PlateReaderNetwork
from plates.reader.real_crops import load_real_crops, varied
from plates.synthesis import PlateMaker, crop_plate
from quantise.quantise import quantise
from quantise.save import save_model

LOOKS_A_KIND = 150
SEED = 1


def single_precision(checkpoint: Path) -> onnx.ModelProto:
    network = PlateReaderNetwork()
    network.load_state_dict(load_checkpoint(checkpoint)["averaged"]["network"])
    network.eval()
    file = io.BytesIO()
    torch.onnx.export(
        network,
        (torch.zeros(2, 1, INPUT_HEIGHT, INPUT_WIDTH),),
        file,
        opset_version=13,
        input_names=["plate"],
        output_names=["logits"],
        dynamic_axes={"plate": {0: "n"}, "logits": {0: "n"}},
    )
    return onnx.load_from_string(file.getvalue())


def looks(crops: Path) -> Iterator[np.ndarray]:
    """Drawn plates and real ones of the training side, as the reader gets them."""
    rng = np.random.default_rng(SEED)
    maker = PlateMaker(SEED)
    training, _ = load_real_crops(crops)
    for _ in range(LOOKS_A_KIND):
        yield crop_plate(maker.flat(rng), rng, hardness=1.0).image.astype(np.float32)[None, None]
        yield varied(training[int(rng.integers(len(training)))], rng).astype(np.float32)[None, None]


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--checkpoint", type=Path, required=True)
    options.add_argument("--crops", type=Path, required=True, help="folder of labelled real crops")
    options.add_argument("--out", type=Path, required=True)
    chosen = options.parse_args()
    torch.set_num_threads(1)
    save_model(quantise(single_precision(chosen.checkpoint), looks(chosen.crops)), chosen.out)


if __name__ == "__main__":
    main()
