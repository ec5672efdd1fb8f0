"""Labelled pictures as a camera would have taken them in the dark, to see what finder and reader make of it.

Light is taken away before the camera's curve, a lamp beside the plate shines into the lens, the exposure makes up for a
part of it and lifts the noise, the camera smooths that, and the picture is compressed harder. Not used in training.

    python3 -m plates.night --data DIR --out DIR --kind dark
"""

import argparse
import json
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np

GAMMA = 2.2
JPEG_QUALITY = 70


@dataclass(frozen=True)
class Night:
    light: float  # share of the light by day that is left
    noise: float  # of a full well, before the exposure lifts it
    blur_px: int = 1  # way of the picture while the shutter is open
    is_infrared: bool = False
    glare: float = 0.0  # of a lamp beside the plate, 1 is white


NIGHTS = {
    "dim": Night(light=0.25, noise=0.03),
    "dark": Night(light=0.08, noise=0.06, glare=0.5),
    "infrared": Night(light=0.12, noise=0.05, glare=0.5, is_infrared=True),
    "moving": Night(light=0.15, noise=0.05, glare=0.5, blur_px=5),
}


def lamp(shape: tuple[int, int], box: list[float], rng: np.random.Generator) -> np.ndarray:
    x, y, width, height = box
    centre_x = x + width * rng.uniform(-1, 2)
    centre_y = y - height * rng.uniform(0.5, 3)
    radius = width * rng.uniform(0.4, 1.0)
    rows, columns = np.mgrid[: shape[0], : shape[1]]
    distance = (columns - centre_x) ** 2 + (rows - centre_y) ** 2
    return np.exp(-distance / (2 * radius**2))[..., None] * np.array([0.8, 0.95, 1.0])


def line_kernel(length: int, rng: np.random.Generator) -> np.ndarray:
    kernel = np.zeros((length, length), np.float32)
    angle, middle = rng.uniform(0, np.pi), length // 2
    for at in np.linspace(-middle, middle, 4 * length):
        kernel[round(middle + at * np.sin(angle)), round(middle + at * np.cos(angle))] = 1
    return kernel / kernel.sum()


def by_night(picture: np.ndarray, night: Night, box: list[float] | None, rng: np.random.Generator) -> np.ndarray:
    """`picture`: 8-bit BGR. `box`: x, y, width, height of a plate that the lamp shines beside."""
    light = (picture.astype(np.float32) / 255) ** GAMMA * night.light
    if night.glare > 0 and box is not None:
        light = light + lamp(picture.shape[:2], box, rng) * night.glare
    if night.is_infrared:
        light = np.repeat(light.mean(2, keepdims=True), 3, 2)
    if night.blur_px > 1:
        light = cv2.filter2D(light, -1, line_kernel(night.blur_px, rng))
    gain = min(6.0, 0.18 / max(1e-4, float(np.median(light)))) ** 0.6
    light, noise = light * gain, night.noise * gain**0.5
    light = light + rng.normal(0, noise, light.shape) * np.sqrt(np.clip(light, 0.002, 1))
    light = light + rng.normal(0, noise * 0.02, light.shape)
    seen = np.clip(light, 0, 1).astype(np.float32) ** (1 / GAMMA)
    if night.noise > 0.02:
        seen = cv2.bilateralFilter(seen, 5, 0.08, 3)
    return (seen * 255).astype(np.uint8)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True, help="a folder with labels.jsonl and its pictures")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--kind", choices=sorted(NIGHTS), required=True)
    parser.add_argument("--seed", type=int, default=7)
    args = parser.parse_args()
    rng = np.random.default_rng(args.seed)
    rows = [json.loads(line) for line in (args.data / "labels.jsonl").read_text().splitlines() if line]
    args.out.mkdir(parents=True, exist_ok=True)
    with (args.out / "labels.jsonl").open("w") as labels:
        for index, row in enumerate(rows):
            picture = cv2.imread(str(args.data / row["image"]))
            plates = row.get("plates") or [{}]
            name = f"{index:05d}.jpg"
            dark = by_night(picture, NIGHTS[args.kind], plates[0].get("box"), rng)
            cv2.imwrite(str(args.out / name), dark, [cv2.IMWRITE_JPEG_QUALITY, JPEG_QUALITY])
            labels.write(json.dumps({**row, "image": name}) + "\n")


if __name__ == "__main__":
    main()
