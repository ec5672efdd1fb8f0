"""Writes the helmet classifier as ONNX."""
import hashlib
from pathlib import Path

import torch

from .helmet_net import HelmetNet


def write_onnx(net: HelmetNet, file: Path) -> str:
    """Input `head` [N,3,48,48], output `logits` [N,2], temperature inside. Gives the file's sha256."""
    torch.onnx.export(
        net.eval(),
        torch.zeros(1, 3, 48, 48),
        str(file),
        opset_version=13,
        input_names=["head"],
        output_names=["logits"],
        dynamic_axes={"head": {0: "batch"}, "logits": {0: "batch"}},
    )
    return hashlib.sha256(file.read_bytes()).hexdigest()
