"""Training views of a head: off centre, turned, far away, blurred, at night, grey, half hidden."""
import cv2
import numpy as np

SIDE = 48


def as_input(image: np.ndarray) -> np.ndarray:
    way = cv2.INTER_AREA if min(image.shape[:2]) > SIDE else cv2.INTER_LINEAR
    return cv2.resize(image, (SIDE, SIDE), interpolation=way)


def _cut(image: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """The head as a box that is not quite right would show it."""
    height, width = image.shape[:2]
    zoom = np.exp(rng.uniform(np.log(0.8), np.log(1.25)))
    stretch = np.exp(rng.uniform(-0.12, 0.12))
    scale = np.array([SIDE / width * zoom * stretch, SIDE / height * zoom / stretch])
    turn = np.deg2rad(rng.uniform(-14, 14))
    mirror = -1 if rng.random() < 0.5 else 1
    matrix = np.array([[np.cos(turn), -np.sin(turn)], [np.sin(turn), np.cos(turn)]]) * [scale[0] * mirror, scale[1]]
    goal = SIDE / 2 + rng.uniform(-0.12, 0.12, 2) * SIDE
    shift = goal - matrix @ [width / 2, height / 2]
    if min(scale) < 0.7:
        image = cv2.GaussianBlur(image, (0, 0), 0.4 / min(scale))
    return cv2.warpAffine(image, np.column_stack((matrix, shift)), (SIDE, SIDE), borderMode=cv2.BORDER_REPLICATE)


def _lose_detail(image: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    way = rng.integers(4)
    if way == 0:
        return cv2.GaussianBlur(image, (0, 0), rng.uniform(0.5, 1.8))
    if way == 1:
        length = int(rng.integers(3, 8))
        kernel = np.zeros((length, length), np.float32)
        kernel[length // 2] = 1
        turn = cv2.getRotationMatrix2D(((length - 1) / 2,) * 2, rng.uniform(0, 180), 1)
        kernel = cv2.warpAffine(kernel, turn, (length, length))
        return cv2.filter2D(image, -1, kernel / max(kernel.sum(), 1e-6))
    if way == 2:
        side = int(rng.integers(14, 40))
        small = cv2.resize(image, (side, side), interpolation=cv2.INTER_AREA)
        return cv2.resize(small, (SIDE, SIDE), interpolation=cv2.INTER_LINEAR)
    _, data = cv2.imencode(".jpg", image, [cv2.IMWRITE_JPEG_QUALITY, int(rng.integers(20, 70))])
    return cv2.imdecode(data, cv2.IMREAD_COLOR)


def _change_light(image: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    x = image.astype(np.float32) / 255
    x = x ** np.exp(rng.uniform(-0.45, 0.45)) * rng.uniform(0.75, 1.25) + rng.uniform(-0.08, 0.08)
    x *= rng.uniform(0.88, 1.12, 3).astype(np.float32)
    if rng.random() < 0.15:
        x = x.clip(0, 1) ** rng.uniform(1.3, 2.0) * rng.uniform(0.6, 1.0)
    if rng.random() < 0.3:
        x += rng.normal(0, rng.uniform(0.01, 0.06), (SIDE, SIDE, 1)).astype(np.float32)
    return (x.clip(0, 1) * 255).astype(np.uint8)


def _change_colour(image: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """Helmets come in every colour: now and then the hue turns, or goes."""
    if rng.random() < 0.2:
        return np.repeat(cv2.cvtColor(image, cv2.COLOR_RGB2GRAY)[:, :, None], 3, 2)
    hsv = cv2.cvtColor(image, cv2.COLOR_RGB2HSV).astype(np.float32)
    hsv[..., 0] = (hsv[..., 0] + rng.normal(0, 6)) % 180
    hsv[..., 1] *= rng.uniform(0.5, 1.3)
    return cv2.cvtColor(hsv.clip(0, 255).astype(np.uint8), cv2.COLOR_HSV2RGB)


def _hide(image: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """Something in front of the head: a patch of another colour at an edge."""
    size = rng.integers(6, 18, 2)
    x = int(rng.choice([0, SIDE - size[0]])) if rng.random() < 0.6 else int(rng.integers(0, SIDE - size[0]))
    y = int(rng.integers(0, SIDE - size[1]))
    image = image.copy()
    image[y : y + size[1], x : x + size[0]] = rng.integers(0, 256, 3)
    return image


def make_view(image: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """[48,48,3] RGB."""
    image = _change_light(_change_colour(_cut(image, rng), rng), rng)
    if rng.random() < 0.5:
        image = _lose_detail(image, rng)
    return _hide(image, rng) if rng.random() < 0.2 else image
