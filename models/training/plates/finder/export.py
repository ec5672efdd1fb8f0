"""Writes the trained network as ONNX on whole numbers: `python3 -m plates.finder.export --help`."""

import argparse
import io
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import onnx
import torch

from plates.finder.network import PAD_VALUE, PIXEL_RANGE, PlateMap, normalised
from plates.finder.pictures import Picture, collect
from plates.finder.views import ground_view, plate_view
from plates.finder.weights import delivered
from quantise.quantise import quantise_for_bytes
from quantise.save import save_model
from quantise.writer import MapScale

OPSET = 13
LOOKS = 64
SEED = 1
CANVAS = (480, 304)


def single_precision(model: PlateMap) -> onnx.ModelProto:
    """Input `image` [n,3,h,w], normalised; output `map` [n,9,h/8,w/8]."""
    file = io.BytesIO()
    torch.onnx.export(
        model,
        torch.zeros(1, 3, 304, 480),
        file,
        opset_version=OPSET,
        input_names=["image"],
        output_names=["map"],
        dynamic_axes={"image": {0: "n", 2: "h", 3: "w"}, "map": {0: "n", 2: "rows", 3: "columns"}},
    )
    return onnx.load_from_string(file.getvalue())


def looks(data: Path) -> Iterator[np.ndarray]:
    """Views of training pictures, three of four with plates, as the network gets them."""
    collection = collect(data, validation=False)
    with_plates = [picture for picture in collection.scenes if len(picture.boxes)]
    rng = np.random.default_rng(SEED)

    def one_of(pictures: list[Picture]) -> Picture:
        return pictures[int(rng.integers(len(pictures)))]

    for index in range(LOOKS):
        view = ground_view(one_of(collection.streets), rng, CANVAS) if index % 4 == 3 else None
        scene = view or plate_view(one_of(with_plates), rng, CANVAS)
        yield normalised(torch.from_numpy(scene.image.transpose(2, 0, 1)[None].astype(np.float32))).numpy()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--weights", type=Path, required=True)
    parser.add_argument("--data", type=Path, required=True, help="folder of the labelled sets")
    parser.add_argument("--to", type=Path, required=True)
    parser.add_argument("--single-precision", type=Path, help="also write the network as it was trained, to compare")
    arguments = parser.parse_args()
    torch.set_num_threads(1)
    model = single_precision(PlateMap(delivered(arguments.weights).net, takes_pixels=False).eval())
    if arguments.single_precision:
        onnx.save(model, str(arguments.single_precision))
    pixels = MapScale(1 / PIXEL_RANGE, int(PAD_VALUE))
    save_model(quantise_for_bytes(model, looks(arguments.data), pixels), arguments.to)


if __name__ == "__main__":
    main()
