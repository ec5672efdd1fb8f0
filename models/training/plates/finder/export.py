"""Writes the trained network as ONNX, and a few pictures with its answers for check-onnx.mjs."""

import argparse
import json
from pathlib import Path

import numpy as np
import torch

from plates.finder.network import PlateMap, normalised
from plates.finder.weights import delivered

OPSET = 13
CHECK_SIZES = ((480, 304), (640, 368), (400, 336))


def export(model: PlateMap, to: Path) -> None:
    torch.onnx.export(
        model,
        torch.zeros(1, 3, 304, 480),
        str(to),
        opset_version=OPSET,
        input_names=["image"],
        output_names=["map"],
        dynamic_axes={"image": {0: "n", 2: "h", 3: "w"}, "map": {0: "n", 2: "rows", 3: "columns"}},
    )


@torch.no_grad()
def write_checks(model: PlateMap, folder: Path) -> None:
    """Raw float32 files: input and answer of each size, and `cases.json` with the shapes."""
    folder.mkdir(parents=True, exist_ok=True)
    rng = np.random.default_rng(7)
    cases = []
    for i, (width, height) in enumerate(CHECK_SIZES):
        coarse = rng.uniform(0, 255, (1, 3, height // 8, width // 8)).astype(np.float32)
        image = coarse.repeat(8, axis=2).repeat(8, axis=3) + rng.normal(0, 12, (1, 3, height, width)).astype(np.float32)
        image = np.clip(image, 0, 255).astype(np.float32)
        image = normalised(torch.from_numpy(image)).numpy()
        answer = model(torch.from_numpy(image)).numpy()
        image.tofile(folder / f"input-{i}.bin")
        answer.astype(np.float32).tofile(folder / f"answer-{i}.bin")
        files = {"input": f"input-{i}.bin", "answer": f"answer-{i}.bin"}
        cases.append(files | {"dims": list(image.shape), "answerDims": list(answer.shape)})
    (folder / "cases.json").write_text(json.dumps(cases))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--weights", type=Path, required=True)
    parser.add_argument("--to", type=Path, required=True)
    parser.add_argument("--checks", type=Path, help="folder for inputs and answers to compare with")
    arguments = parser.parse_args()
    torch.set_num_threads(1)
    model = PlateMap(delivered(arguments.weights).net, takes_pixels=False).eval()
    export(model, arguments.to)
    if arguments.checks:
        write_checks(model, arguments.checks)
    parameters = sum(p.numel() for p in model.parameters())
    print(json.dumps({"parameters": parameters, "bytes": arguments.to.stat().st_size}))


if __name__ == "__main__":
    main()
