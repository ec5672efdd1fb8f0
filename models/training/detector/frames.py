"""Takes frames of video clips as pictures without labels: `python3 -m detector.frames --help`."""
import argparse
import json
from pathlib import Path

import cv2

LONG_SIDE = 640


def take_frames(clip: Path, folder: Path, every_seconds: float) -> list[dict]:
    capture = cv2.VideoCapture(str(clip))
    if not capture.isOpened():
        raise ValueError(f"{clip} is not a video")
    step = max(1, round(every_seconds * (capture.get(cv2.CAP_PROP_FPS) or 25)))
    rows = []
    for index in range(1_000_000):
        if not capture.grab():
            break
        if index % step:
            continue
        _, frame = capture.retrieve()
        scale = min(1.0, LONG_SIDE / max(frame.shape[:2]))
        frame = cv2.resize(frame, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
        name = f"images/{clip.stem}-{index:05d}.jpg"
        cv2.imwrite(str(folder / name), frame, [cv2.IMWRITE_JPEG_QUALITY, 92])
        rows.append({"image": name, "group": clip.stem, "classes": [], "objects": []})
    return rows


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("clips", type=Path, nargs="+")
    parser.add_argument("--out", type=Path, required=True, help="folder to make")
    parser.add_argument("--every-seconds", type=float, default=1.0)
    options = parser.parse_args()
    (options.out / "images").mkdir(parents=True)
    rows = [row for clip in options.clips for row in take_frames(clip, options.out, options.every_seconds)]
    (options.out / "labels.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows))


if __name__ == "__main__":
    main()
