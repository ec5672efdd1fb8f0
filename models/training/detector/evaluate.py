"""Scores a checkpoint: `python3 -m detector.evaluate --help` from the folder above."""
import argparse
import json
from pathlib import Path

import numpy as np
import torch

from .boxes import fit_area, letterbox
from .checkpoints import load_net
from .pictures import Picture, read_pictures
from .score import Score
from .street_net import StreetNet, load_nanodet


@torch.no_grad()
def look(net: StreetNet, image: np.ndarray, area: int) -> tuple[np.ndarray, np.ndarray]:
    """Boxes in the picture's pixels and scores, with an input of about `area` pixels."""
    scale, width, height = fit_area(image.shape[1], image.shape[0], area)
    sheet = letterbox(image, scale, width, height)
    boxes, scores = net(torch.from_numpy(sheet).permute(2, 0, 1)[None].float())
    return boxes[0].numpy() / scale, scores[0].numpy()


def score_sets(net: StreetNet, sets: dict[str, list[Picture]], area: int) -> dict[str, dict]:
    net.eval()
    results = {}
    for name, pictures in sets.items():
        score = Score()
        for picture in pictures:
            score.add(picture, *look(net, picture.read(), area))
        results[name] = {"pictures": len(pictures), **score.result()}
    return results


def held_out_sets(data: Path, hold_out: list[str]) -> dict[str, list[Picture]]:
    """Sets that training leaves alone: fixed cameras, street photos, and the two other collections where present."""
    street = read_pictures(data / "street-train")
    held = [p for p in street if p.split == "val" or p.group in hold_out]
    sets = {
        "street-cam": [p for p in held if p.group.startswith("atl-")],
        "street-photos": [p for p in held if not p.group.startswith("atl-")],
    }
    for name in ("street-indo", "coco-val"):
        if (data / name).is_dir():
            sets[name] = read_pictures(data / name)
    return sets


def summary(results: dict[str, dict]) -> str:
    """The figures that matter, one line a set."""
    lines = []
    for name, result in results.items():
        figures = {group: row["ap50"] for group, row in result.items() if group != "pictures"}
        lines.append(f"{name:14}" + " ".join(f"{g} {ap:.3f}" for g, ap in figures.items() if ap is not None))
    return "\n".join(lines)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="folder of street-train, street-indo, coco-val")
    parser.add_argument("--checkpoint", type=Path, help="checkpoint of train.py; without one, NanoDet-g is scored")
    parser.add_argument("--nanodet", type=Path, help="folder of nanodet.json")
    parser.add_argument("--area", type=int, default=448 * 448, help="pixels of the input")
    parser.add_argument("--hold-out", nargs="*", default=[], help="groups of street-train to score beside `val`")
    parser.add_argument("--json", type=Path)
    options = parser.parse_args()
    torch.set_num_threads(1)
    if options.checkpoint is None and options.nanodet is None:
        parser.error("either --checkpoint or --nanodet")
    net = load_net(options.checkpoint) if options.checkpoint else load_nanodet(options.nanodet)
    results = score_sets(net, held_out_sets(options.data, options.hold_out), options.area)
    print(summary(results))
    if options.json:
        options.json.write_text(json.dumps({"area": options.area, "sets": results}, indent=1) + "\n")


if __name__ == "__main__":
    main()
