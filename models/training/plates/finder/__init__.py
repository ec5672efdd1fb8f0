"""Training of the plate finder: a heat map of plate centres with four corners a cell.

Run from the folder `models/training`:

    python3 -m plates.finder.train --data DIR --out DIR --steps N
    python3 -m plates.finder.evaluate --data DIR --weights DIR/last.pt
    python3 -m plates.finder.export --weights DIR/last.pt --to ../weights/plate-finder.onnx
    node plates/finder/check-onnx.mjs DIR/check

`DIR` of the data holds the sets `vn-plate-scenes`, `vn-car-photos`, `street-train` and `coco-val`,
each with `images/` and `labels.jsonl`.
"""
