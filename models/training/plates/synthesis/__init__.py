"""Pictures of Vietnamese number plates made from our own outlines.

Run everything from the folder `models/training`, so that `plates` is importable:

    from plates.synthesis import PlateMaker, crop_plate, paste_plates

All functions take a `numpy.random.Generator` and give the same pictures for the same
generator state. Pictures are uint8 RGB arrays [height, width, 3]; corners are float32
[4, 2] in pixels (x, y), clockwise from the top left as the text is read.

`PlateMaker(seed, cache_size=400)`
    Draws flat plates and keeps `cache_size` of them ready (about 2 ms each to draw, nothing
    to take again). `maker.flat(rng) -> FlatPlate` takes one at random; now and then a kept plate is
    replaced by a new one, so a long run sees many texts.

`FlatPlate`
    `image` RGB as seen from straight ahead, without light or blur, the plate 400 pixels wide with one
    line and 260 with two; `corners` of the plate in it (there is a margin around it); `lines`
    the text of each line, as the reader answers (no separators); `kind` a name from
    `plates.synthesis.formats`; `centres` [n, 2] of the characters in reading order, `rows` their lines.

`crop_plate(flat, rng, size=(128, 48), hardness=1.0) -> PlateCrop`
    The plate as the reader gets it: rectified by corners that are a few pixels off, grown 2 % in x and 5 %
    in y, after light, dirt, blur, low resolution, JPEG. `image` is grey uint8 [48, 128]; `lines`
    as above; `centres` the characters' centres in pixels of that picture.

`paste_plates(scene, maker, rng, count=1, width_px=(24, 220), keep_out=None,
        may_cut=False) -> PastedScene`
    Puts `count` plates into a copy of `scene` (RGB), in perspective, with the light of the place, each
    `width_px` pixels wide (drawn log-uniformly). Plates never overlap each other, nor the boxes
    `keep_out` [n, 4] x1, y1, x2, y2. Fewer than `count` may fit. Answers
    `PastedScene(image, plates)`, each `PastedPlate(corners, lines, kind, box)` with `box`
    float32 x1, y1, x2, y2. A plate lies wholly inside the picture unless `may_cut=True`.
"""

from plates.synthesis.crop import PlateCrop, crop_plate
from plates.synthesis.flat_plate import FlatPlate, PlateMaker
from plates.synthesis.scene import PastedPlate, PastedScene, paste_plates

__all__ = [
    "FlatPlate",
    "PastedPlate",
    "PastedScene",
    "PlateCrop",
    "PlateMaker",
    "crop_plate",
    "paste_plates",
]
