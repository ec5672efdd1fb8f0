"""Between which two values a map is kept, so that little is lost on the whole."""
from dataclasses import dataclass, field

import numpy as np
from torch import Tensor

SAMPLES_A_LOOK = 4000
SHARES = np.linspace(0.3, 1.0, 36)
LEVELS = 255


@dataclass
class SeenValues:
    """A sample of a map's values, its extremes always among them."""

    parts: list[np.ndarray] = field(default_factory=list)

    def add(self, values: Tensor, rng: np.random.Generator) -> None:
        flat = values.flatten().numpy()
        chosen = rng.integers(0, flat.size, SAMPLES_A_LOOK) if flat.size > SAMPLES_A_LOOK else np.arange(flat.size)
        self.parts.append(np.concatenate((flat[chosen], [flat.min(), flat.max()])))

    def best_range(self) -> tuple[float, float]:
        """The cut of both ends that leaves the least squared error of rounding and cutting together."""
        values = np.concatenate(self.parts).astype(np.float64)
        low, high = min(0.0, values.min()), max(0.0, values.max())
        if high - low < 1e-9:
            return low, low + 1.0
        for _ in range(2):
            high = min((h for h in SHARES * high), key=lambda h: _error(values, low, h)) if high > 0 else high
            low = min((v for v in SHARES * low), key=lambda v: _error(values, v, high)) if low < 0 else low
        return float(low), float(high)


def _error(values: np.ndarray, low: float, high: float) -> float:
    step = max(high - low, 1e-9) / LEVELS
    kept = np.round((values.clip(low, high) - low) / step) * step + low
    return float(((values - kept) ** 2).mean())
