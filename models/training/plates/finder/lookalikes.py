"""Things that look like plates and are none: clocks of recorders, shop signs, stickers, grilles."""

from dataclasses import replace
from functools import lru_cache
from pathlib import Path

import cv2
import numpy as np
from PIL import Image, ImageDraw, ImageFont

from plates.finder.scene import Scene, outer_boxes

FONT_FOLDER = Path("/usr/share/fonts/truetype")
FONT_FAMILIES = ("DejaVu", "Liberation", "Roboto")
WORDS = (
    "PHO BO", "COM TAM", "CAFE", "Sua xe", "NHA NGHI", "SALE", "Hyundai", "TOYOTA", "KARAOKE", "Bia hoi", "ATM",
    "HOTEL", "Tiem vang", "Banh mi", "NGAN HANG", "STOP", "Karofi", "OPPO", "FPT Shop", "Thuoc tay", "Spa",
    "Taxi", "BUS", "VINFAST", "Honda", "EXIT", "Rua xe", "Cam do xe", "Giao hang", "VIP", "4x4", "TURBO", "GPS",
)
CAMERA_NAMES = ("CAM", "Camera", "CH", "IPC", "Cong", "BAI XE", "LAN", "Gate", "NVR", "Ngo vao")
HERSHEY = (cv2.FONT_HERSHEY_SIMPLEX, cv2.FONT_HERSHEY_PLAIN, cv2.FONT_HERSHEY_DUPLEX, cv2.FONT_HERSHEY_COMPLEX)


@lru_cache(maxsize=1)
def font_files() -> tuple[str, ...]:
    return tuple(sorted(str(path) for path in FONT_FOLDER.rglob("*.ttf") if path.name.startswith(FONT_FAMILIES)))


@lru_cache(maxsize=512)
def font(path: str, height: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(path, height)


def clock_text(rng: np.random.Generator) -> str:
    n = [int(v) for v in rng.integers(0, [31, 12, 24, 60, 60, 27])]
    day, month, hour, minute, second, year = n[0] + 1, n[1] + 1, n[2], n[3], n[4], 2000 + n[5]
    parts = (f"{year}", f"{month:02}", f"{day:02}")
    orders = ((0, 1, 2), (2, 1, 0), (1, 2, 0))
    time = f"{hour:02}:{minute:02}:{second:02}"
    date = str(rng.choice(["-", "/"])).join(parts[i] for i in orders[int(rng.integers(len(orders)))])
    days = ("", " Mon", " Thu", " T7", " CN")
    return str(rng.choice([time, date, f"{date} {time}", f"{date}{rng.choice(days)} {time}"]))


def name_text(rng: np.random.Generator) -> str:
    return f"{rng.choice(CAMERA_NAMES)} {int(rng.integers(1, 40)):02}"


def sign_text(rng: np.random.Generator) -> str:
    kind = rng.random()
    if kind < 0.35:
        return str(rng.choice(WORDS))
    if kind < 0.6:
        digits = "09" + "".join(str(d) for d in rng.integers(0, 10, 8))
        return str(rng.choice([".", " ", ""])).join((digits[:4], digits[4:7], digits[7:]))
    if kind < 0.8:
        return f"{rng.choice(WORDS)} {int(rng.integers(1, 500))}"
    return f"{int(rng.integers(5, 990))}{rng.choice(['%', '.000d', 'k', ' km', 'm', 'h', 'kg', ''])}"


def overlay(image: np.ndarray, rng: np.random.Generator) -> None:
    """One line of a recorder's clock or name, straight on the picture, near its edge."""
    h, w = image.shape[:2]
    text = clock_text(rng) if rng.random() < 0.65 else name_text(rng)
    face = int(rng.choice(HERSHEY))
    scale = float(rng.uniform(0.35, 0.9)) * (2.0 if face == cv2.FONT_HERSHEY_PLAIN else 1.0) * max(0.6, h / 400)
    thick = int(rng.integers(1, 3))
    (tw, th), base = cv2.getTextSize(text, face, scale, thick)
    x = int(rng.choice([4, max(4, (w - tw) // 2), max(4, w - tw - 5)]))
    y = int(rng.choice([th + 5, max(th + 5, h - base - 4)]))
    colours = ((255, 255, 255), (255, 255, 255), (255, 255, 0), (0, 255, 0), (0, 0, 0), (255, 40, 40))
    colour = colours[int(rng.integers(len(colours)))]
    style = rng.random()
    if style < 0.25:
        ground = (0, 0, 0) if sum(colour) > 300 else (255, 255, 255)
        cv2.rectangle(image, (x - 3, y - th - 4), (x + tw + 3, y + base + 2), ground, -1)
    elif style < 0.65:
        edge = (0, 0, 0) if sum(colour) > 300 else (255, 255, 255)
        cv2.putText(image, text, (x, y), face, scale, edge, thick + 2, cv2.LINE_AA)
    cv2.putText(image, text, (x, y), face, scale, colour, thick, cv2.LINE_AA)


def board(rng: np.random.Generator) -> np.ndarray:
    """A flat board, RGB: words and prices, a phone number, bars like a grille, or nothing at all."""
    height = 64
    kind = rng.random()
    ground = rng.integers(0, 256, 3) if rng.random() < 0.6 else rng.integers(200, 256, 3)
    ink = tuple(int(v) for v in (255 - ground if rng.random() < 0.7 else rng.integers(0, 256, 3)))
    width = int(height * rng.uniform(1.1, 5.5))
    flat = Image.new("RGB", (width, height), tuple(int(v) for v in ground))
    draw = ImageDraw.Draw(flat)
    if kind < 0.65 and font_files():
        lines = int(rng.integers(1, 4))
        for i in range(lines):
            path = str(rng.choice(font_files()))
            letter = font(path, int(height / lines * rng.uniform(0.55, 0.85)) // 2 * 2)
            text = sign_text(rng)
            left, top, right, bottom = letter.getbbox(text)
            x = (width - (right - left)) / 2 if rng.random() < 0.7 else 4
            draw.text((x, height * (i + 0.5) / lines - (top + bottom) / 2), text, font=letter, fill=ink)
    elif kind < 0.85:
        bars = int(rng.integers(3, 14))
        upright = rng.random() < 0.5
        for i in range(bars):
            a = (i + 0.2) / bars
            b = (i + rng.uniform(0.5, 0.9)) / bars
            box = (a * width, 3, b * width, height - 4) if upright else (3, a * height, width - 4, b * height)
            draw.rectangle(box, fill=ink)
    if rng.random() < 0.4:
        draw.rectangle((1, 1, width - 2, height - 2), outline=ink, width=int(rng.integers(1, 5)))
    return np.array(flat)


def put_board(image: np.ndarray, rng: np.random.Generator, keep_out: np.ndarray) -> None:
    h, w = image.shape[:2]
    flat = board(rng)
    fh, fw = flat.shape[:2]
    width = float(np.exp(rng.uniform(np.log(24), np.log(min(320, w * 0.7)))))
    height = width * fh / fw
    x, y = float(rng.uniform(0, max(1, w - width))), float(rng.uniform(0, max(1, h - height)))
    box = np.array([x - 4, y - 4, x + width + 4, y + height + 4])
    apart = (keep_out[:, :2] >= box[2:]) | (keep_out[:, 2:] <= box[:2])
    if not bool(apart.any(axis=1).all()):
        return
    shift = rng.normal(0, 0.06, (4, 2)) * height
    target = np.array([[x, y], [x + width, y], [x + width, y + height], [x, y + height]]) + shift
    share = min(1.0, 2 * width / fw)
    flat = cv2.resize(flat, (max(8, int(fw * share)), max(4, int(fh * share))), interpolation=cv2.INTER_AREA)
    fh, fw = flat.shape[:2]
    source = np.array([[0, 0], [fw, 0], [fw, fh], [0, fh]], np.float32)
    matrix = cv2.getPerspectiveTransform(source, target.astype(np.float32))
    laid = cv2.warpPerspective(flat, matrix, (w, h), flags=cv2.INTER_AREA)
    mask = cv2.warpPerspective(np.full((fh, fw), 1.0, np.float32), matrix, (w, h))[..., None]
    dim = float(rng.uniform(0.5, 1.0))
    np.copyto(image, (image * (1 - mask) + laid * dim * mask).astype(np.uint8))


def with_lookalikes(scene: Scene, rng: np.random.Generator, boards: float, overlays: float) -> Scene:
    """The scene with up to three boards (chance `boards`) and two clock lines (chance `overlays`), none on a plate."""
    image = scene.image.copy()
    taken = outer_boxes(scene.corners)
    if rng.random() < boards:
        for _ in range(int(rng.integers(1, 4))):
            put_board(image, rng, taken)
    if rng.random() < overlays:
        before = image.copy()
        for _ in range(int(rng.integers(1, 3))):
            overlay(image, rng)
        for x1, y1, x2, y2 in np.clip(np.round(taken), 0, None).astype(int):
            image[y1:y2, x1:x2] = before[y1:y2, x1:x2]
    return replace(scene, image=image)
