"""Light, weather, lens and transmission: what a camera does to a scene. All work on uint8 RGB."""

import cv2
import numpy as np

from plates.finder.scene import Scene, plate_sizes

BLUR_SHARE_OF_HEIGHT = 0.22


def curve(image: np.ndarray, gain: np.ndarray | float, offset: float, gamma: float) -> np.ndarray:
    levels = np.linspace(0.0, 1.0, 256)[:, None] ** gamma * 255.0
    table = np.clip(levels * np.broadcast_to(gain, (1, 3)) + offset, 0, 255).astype(np.uint8)
    return cv2.LUT(image, table.reshape(256, 1, 3))


def daylight(image: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    tint = 1.0 + rng.normal(0, 0.06, 3)
    return curve(image, tint * rng.uniform(0.5, 1.45), float(rng.normal(0, 14)), float(rng.uniform(0.6, 1.6)))


def hazed(image: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    veil = float(rng.uniform(0.15, 0.5))
    return curve(image, 1 - veil, 255 * veil * float(rng.uniform(0.5, 0.9)), 1.0)


def grey_picture(image: np.ndarray) -> np.ndarray:
    return cv2.cvtColor(cv2.cvtColor(image, cv2.COLOR_RGB2GRAY), cv2.COLOR_GRAY2RGB)


def plate_glow(scene: Scene, reach: float) -> np.ndarray:
    """1 on the plates, falling to 0 around them: reflecting film shines back."""
    h, w = scene.image.shape[:2]
    mask = np.zeros((h, w), np.float32)
    cv2.fillPoly(mask, [np.round(c).astype(np.int32) for c in scene.corners], 1.0)
    return cv2.GaussianBlur(mask, (0, 0), reach) if len(scene.corners) else mask


def headlights(image: np.ndarray, rng: np.random.Generator, count: int) -> np.ndarray:
    h, w = image.shape[:2]
    small = np.zeros((h // 4 + 1, w // 4 + 1, 3), np.float32)
    for _ in range(count):
        centre = (int(rng.integers(small.shape[1])), int(rng.integers(small.shape[0])))
        colour = np.array([255, rng.uniform(200, 255), rng.uniform(140, 255)]) * rng.uniform(0.6, 1.6)
        if rng.random() < 0.25:
            colour = np.array([255.0, 40.0, 30.0])
        cv2.circle(small, centre, int(rng.integers(1, 6)), colour.tolist(), -1)
    glow = cv2.GaussianBlur(small, (0, 0), float(rng.uniform(1.0, 3.0))) * 1.2
    glow += cv2.GaussianBlur(small, (0, 0), float(rng.uniform(6, 14))) * float(rng.uniform(0.5, 2.0))
    return cv2.add(image, np.clip(cv2.resize(glow, (w, h)), 0, 255).astype(np.uint8))


def at_night(scene: Scene, rng: np.random.Generator) -> np.ndarray:
    """A dark scene with lamps; plates often answer the headlights or the infra-red lamp."""
    infra_red = rng.random() < 0.4
    image = grey_picture(scene.image) if infra_red else scene.image
    dark = float(rng.uniform(0.2, 0.6))
    tint = np.array([1.0, 1.0, 1.0]) if infra_red else 1.0 + rng.normal(0, 0.1, 3)
    ground = curve(image, dark * tint, float(rng.uniform(0, 10)), float(rng.uniform(1.0, 1.8)))
    answer = float(rng.uniform(0.2, 1.0)) if rng.random() < 0.8 else 0.0
    lit = curve(image, float(rng.uniform(0.8, 1.5)), 0.0, 1.0).astype(np.float32)
    glow = np.clip(plate_glow(scene, float(rng.uniform(0.7, 4.0))) * answer, 0, 1)[..., None]
    mixed = np.clip(ground * (1 - glow) + lit * glow, 0, 255).astype(np.uint8)
    return headlights(mixed, rng, int(rng.integers(0, 7)))


def motion(length: float, angle_rad: float) -> np.ndarray:
    side = int(np.ceil(length)) | 1
    kernel = np.zeros((side, side), np.float32)
    middle = side / 2 - 0.5
    reach = np.array([np.cos(angle_rad), np.sin(angle_rad)]) * length / 2
    start, end = (middle - reach) * 16, (middle + reach) * 16
    cv2.line(kernel, tuple(start.astype(int).tolist()), tuple(end.astype(int).tolist()), 1.0, 1, cv2.LINE_AA, 4)
    return kernel / max(float(kernel.sum()), 1e-6)


def blurred(image: np.ndarray, rng: np.random.Generator, plate_height_px: float) -> np.ndarray:
    limit = max(0.6, plate_height_px * BLUR_SHARE_OF_HEIGHT)
    if rng.random() < 0.5:
        return cv2.GaussianBlur(image, (0, 0), float(rng.uniform(0.3, min(3.0, limit * 0.6))))
    length = float(rng.uniform(1.5, max(2.0, min(18.0, limit * 2))))
    return cv2.filter2D(image, -1, motion(length, float(rng.uniform(0, np.pi))))


def coarse(image: np.ndarray, rng: np.random.Generator, plate_height_px: float) -> np.ndarray:
    h, w = image.shape[:2]
    lowest = float(np.clip(7.0 / max(plate_height_px, 7.0), 0.4, 1.0))
    share = float(rng.uniform(lowest, 1.0))
    small = cv2.resize(image, (max(8, int(w * share)), max(8, int(h * share))), interpolation=cv2.INTER_AREA)
    back = cv2.INTER_LINEAR if rng.random() < 0.7 else cv2.INTER_NEAREST
    return cv2.resize(small, (w, h), interpolation=back)


def noisy(image: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    h, w = image.shape[:2]
    channels = 3 if rng.random() < 0.5 else 1
    strength = float(rng.uniform(2, 18))
    noise = rng.integers(-128, 128, (h, w, channels), dtype=np.int16).astype(np.float32) * (strength / 74.0)
    return np.clip(image + noise, 0, 255).astype(np.uint8)


def packed(image: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    quality = int(rng.integers(22, 95))
    done, data = cv2.imencode(".jpg", image, [cv2.IMWRITE_JPEG_QUALITY, quality])
    return cv2.imdecode(data, cv2.IMREAD_COLOR) if done else image


def rained(image: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    h, w = image.shape[:2]
    drops = (rng.random((h, w)) > 0.994).astype(np.float32) * 255
    streaks = cv2.filter2D(drops, -1, motion(float(rng.uniform(7, 17)), float(rng.normal(np.pi / 2, 0.2))))
    light = np.clip(streaks * rng.uniform(0.6, 1.4), 0, 90).astype(np.uint8)
    return cv2.add(image, cv2.merge([light, light, light]))


def smallest_plate_height(scene: Scene) -> float:
    return float(plate_sizes(scene.corners)[1].min()) if len(scene.corners) else 24.0


def seen_by_camera(scene: Scene, rng: np.random.Generator) -> np.ndarray:
    """The scene's picture after light, weather, lens, sensor and transmission, each drawn by chance."""
    height = smallest_plate_height(scene)
    light = rng.random()
    image = at_night(scene, rng) if light < 0.22 else daylight(scene.image, rng) if light < 0.85 else scene.image
    if rng.random() < 0.10:
        image = hazed(image, rng)
    if rng.random() < 0.04:
        image = rained(image, rng)
    if rng.random() < 0.10:
        image = grey_picture(image)
    if rng.random() < 0.35:
        image = blurred(image, rng, height)
    if rng.random() < 0.20:
        image = coarse(image, rng, height)
    if rng.random() < 0.30:
        image = noisy(image, rng)
    if rng.random() < 0.50:
        image = packed(image, rng)
    return image
