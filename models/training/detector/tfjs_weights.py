"""Reads the convolutions of a TensorFlow.js graph model."""
import json
from pathlib import Path

import numpy as np


def _read_tensors(manifest: list, folder: Path) -> dict[str, np.ndarray]:
    tensors = {}
    for group in manifest:
        data = b"".join((folder / path).read_bytes() for path in group["paths"])
        offset = 0
        for spec in group["weights"]:
            is_half = spec.get("quantization", {}).get("dtype") == "float16"
            if spec["dtype"] not in ("float32", "int32") or ("quantization" in spec and not is_half):
                raise ValueError(f"weight {spec['name']}: {spec['dtype']} is not supported")
            dtype = np.dtype("<f2") if is_half else np.dtype("<f4" if spec["dtype"] == "float32" else "<i4")
            count = int(np.prod(spec["shape"], dtype=np.int64))
            values = np.frombuffer(data, dtype, count, offset).reshape(spec["shape"])
            tensors[spec["name"]] = values.astype(np.float32) if is_half else values
            offset += count * dtype.itemsize
        if offset != len(data):
            raise ValueError(f"{len(data) - offset} bytes too many in {group['paths']}")
    return tensors


def read_convolutions(model_json: Path) -> dict[str, tuple[np.ndarray, np.ndarray]]:
    """Weight (out, in, height, width) and bias of every `Conv2D`, by the last part of the node's name.

    Raises ValueError for a file that is no graph model or holds a weight type that is not known.
    """
    model = json.loads(model_json.read_text())
    if model.get("format") != "graph-model":
        raise ValueError(f"{model_json} is not a TensorFlow.js graph model")
    tensors = _read_tensors(model["weightsManifest"], model_json.parent)
    nodes = model["modelTopology"]["node"]
    bias_of = {node["input"][0]: node["input"][1] for node in nodes if node["op"] in ("Add", "AddV2", "BiasAdd")}
    return {
        node["name"].split("/")[-1]: (
            np.ascontiguousarray(tensors[node["input"][1]].transpose(3, 2, 0, 1)),
            tensors[bias_of[node["name"]]].copy(),
        )
        for node in nodes
        if node["op"] == "Conv2D"
    }
