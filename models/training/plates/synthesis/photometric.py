"""Light, dirt and camera faults, on float pictures 0..255, grey [h, w] or RGB [h, w, 3]."""

from __future__ import annotations

import cv2
import numpy as np


def light_and_dirt(picture: np.ndarray, rng: np.random.Generator, hardness: float = 1.0) -> np.ndarray:
    """Uneven light, a shadow, dirt, glare; changes what the light does, not where things are."""
    height, width = picture.shape[:2]
    veil = np.ones((height, width), np.float32)
    if rng.random() < 0.7:
        angle = float(rng.uniform(0, 2 * np.pi))
        ramp = _ramp(height, width, angle)
        veil += (0.35 * hardness * float(rng.random())) * ramp
    if rng.random() < 0.22 * hardness:
        edge = _ramp(height, width, float(rng.uniform(0, 2 * np.pi))) - float(rng.uniform(-0.7, 0.7))
        soft = float(rng.uniform(2, 14))
        veil *= 1 - float(rng.uniform(0.25, 0.7)) / (1 + np.exp(-np.clip(edge * soft * 3, -30, 30)))
    if rng.random() < 0.35 * hardness:
        size = (int(rng.integers(3, 8)), int(rng.integers(4, 16)))
        spots = cv2.resize(rng.random(size, dtype=np.float32), (width, height), interpolation=cv2.INTER_CUBIC)
        veil *= 1 - float(rng.uniform(0.1, 0.55)) * np.clip(spots, 0, 1) ** 2
    picture = picture * (veil if picture.ndim == 2 else veil[..., None])
    if rng.random() < 0.12 * hardness:
        picture = picture + _glare(height, width, rng, picture.ndim)
    return picture


def exposure(picture: np.ndarray, rng: np.random.Generator, hardness: float = 1.0) -> np.ndarray:
    """Day, dusk, headlight and infrared: gain, black level, gamma, clipping."""
    roll = rng.random()
    if roll < 0.1 * hardness:
        gain, lift = float(rng.uniform(1.3, 2.4)), float(rng.uniform(-30, 30))
    elif roll < 0.35 * hardness:
        gain, lift = float(rng.uniform(0.22, 0.55)), float(rng.uniform(5, 110))
    else:
        gain, lift = float(rng.uniform(0.55, 1.15)), float(rng.uniform(-15, 40))
    picture = np.clip(picture * gain + lift, 0, 255)
    if rng.random() < 0.3:
        gamma = float(rng.uniform(0.55, 1.8))
        picture = 255 * (picture / 255) ** gamma
    return picture


def camera_blur(picture: np.ndarray, rng: np.random.Generator, plate_width_px: float, hardness: float = 1.0) -> np.ndarray:
    """Defocus and motion, in proportion to the plate so that strong blur stays just readable."""
    if rng.random() < 0.55:
        sigma = float(rng.uniform(0.2, 0.45 + 0.007 * plate_width_px * hardness))
        picture = cv2.GaussianBlur(picture, (0, 0), sigma)
    if rng.random() < 0.3 * hardness:
        length = float(rng.uniform(1.5, 2 + 0.03 * plate_width_px * hardness))
        picture = cv2.filter2D(picture, -1, motion_kernel(length, float(rng.uniform(0, np.pi))))
    if rng.random() < 0.15:
        soft = cv2.GaussianBlur(picture, (0, 0), 1.2)
        picture = picture + float(rng.uniform(0.4, 1.6)) * (picture - soft)
    return picture


def sensor_noise(picture: np.ndarray, rng: np.random.Generator, hardness: float = 1.0) -> np.ndarray:
    if rng.random() < 0.75:
        sigma = (0.5 + float(rng.uniform(0, 9)) * hardness) * (0.4 + 0.6 * float(rng.random()))
        picture = picture + sigma * rng.standard_normal(picture.shape, dtype=np.float32)
    return picture


def through_jpeg(picture: np.ndarray, rng: np.random.Generator, worst_quality: int = 25) -> np.ndarray:
    """uint8 in, uint8 out; RGB or grey."""
    if rng.random() < 0.3:
        return picture
    quality = int(rng.integers(worst_quality, 96))
    _, code = cv2.imencode(".jpg", picture, [cv2.IMWRITE_JPEG_QUALITY, quality])
    return cv2.imdecode(code, cv2.IMREAD_UNCHANGED)


def motion_kernel(length_px: float, angle: float) -> np.ndarray:
    side = max(3, int(np.ceil(length_px)) | 1)
    kernel = np.zeros((side, side), np.float32)
    half = length_px / 2
    middle = (side - 1) / 2
    for step in np.linspace(-half, half, 2 * side):
        x = int(round(np.clip(middle + step * np.cos(angle), 0, side - 1)))
        y = int(round(np.clip(middle + step * np.sin(angle), 0, side - 1)))
        kernel[y, x] += 1
    return kernel / kernel.sum()


def _ramp(height: int, width: int, angle: float) -> np.ndarray:
    y = np.linspace(-1, 1, height, dtype=np.float32)[:, None]
    x = np.linspace(-1, 1, width, dtype=np.float32)[None, :]
    return x * np.float32(np.cos(angle)) + y * np.float32(np.sin(angle))


def _glare(height: int, width: int, rng: np.random.Generator, dimensions: int) -> np.ndarray:
    y = np.arange(height, dtype=np.float32)[:, None] - float(rng.uniform(0, height))
    x = np.arange(width, dtype=np.float32)[None, :] - float(rng.uniform(0, width))
    reach = float(rng.uniform(0.06, 0.25)) * width
    blob = float(rng.uniform(60, 220)) * np.exp(-(x * x + y * y) / (2 * reach * reach))
    return blob if dimensions == 2 else blob[..., None]
