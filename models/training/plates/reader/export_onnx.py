"""Writes the reader as ONNX, opset 13.

    python3 -m plates.reader.export_onnx --checkpoint RUN/last.pt --out plate-reader.onnx
"""

from __future__ import annotations

import argparse
import hashlib
from pathlib import Path

import torch

from common.checkpoint import load_checkpoint
from plates.reader.network import INPUT_HEIGHT, INPUT_WIDTH, PlateReaderNetwork


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--checkpoint", type=Path, required=True)
    options.add_argument("--out", type=Path, required=True)
    chosen = options.parse_args()
    network = PlateReaderNetwork()
    network.load_state_dict(load_checkpoint(chosen.checkpoint)["averaged"]["network"])
    network.eval()
    example = torch.zeros(2, 1, INPUT_HEIGHT, INPUT_WIDTH)
    torch.onnx.export(
        network,
        (example,),
        str(chosen.out),
        opset_version=13,
        input_names=["plate"],
        output_names=["logits"],
        dynamic_axes={"plate": {0: "n"}, "logits": {0: "n"}},
    )
    content = chosen.out.read_bytes()
    print(f"{chosen.out.name} {len(content)} bytes sha256 {hashlib.sha256(content).hexdigest()}")


if __name__ == "__main__":
    main()
