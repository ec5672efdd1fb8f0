"""How far a probability can be taken at its word."""
import numpy as np


def _weights(labels: np.ndarray) -> np.ndarray:
    """Both classes weigh the same, however many heads each has."""
    counts = np.bincount(labels, minlength=2).clip(1)
    return (0.5 / counts)[labels]


def probabilities(logits: np.ndarray, temperature: float = 1.0) -> np.ndarray:
    """Of no-helmet, from logits [n,2]."""
    return 1 / (1 + np.exp(-(logits[:, 1] - logits[:, 0]) / temperature))


def fit_temperature(logits: np.ndarray, labels: np.ndarray) -> float:
    """The temperature with the least cross entropy on heads that the net has not seen."""
    weights = _weights(labels)
    candidates = np.exp(np.linspace(np.log(0.4), np.log(6), 240))

    def entropy(temperature: float) -> float:
        p = probabilities(logits, temperature).clip(1e-7, 1 - 1e-7)
        return float(-(weights * np.log(np.where(labels == 1, p, 1 - p))).sum())

    return float(min(candidates, key=entropy))


def calibration_error(p: np.ndarray, labels: np.ndarray, is_balanced: bool, bins: int = 10) -> float:
    """Expected calibration error of the winning label's probability."""
    weights = _weights(labels) if is_balanced else np.full(len(labels), 1 / len(labels))
    confidence, is_right = np.maximum(p, 1 - p), (p >= 0.5) == (labels == 1)
    place = np.minimum(((confidence - 0.5) * 2 * bins).astype(int), bins - 1)
    error = 0.0
    for index in range(bins):
        inside = place == index
        if inside.any():
            error += abs((weights * (confidence - is_right))[inside].sum())
    return float(error)


def figures(logits: np.ndarray, labels: np.ndarray, temperature: float) -> dict[str, float]:
    p = probabilities(logits, temperature)
    recalls = [float(((p >= 0.5) == label)[labels == label].mean()) for label in (0, 1)]
    ranks = p.argsort().argsort()
    count = int((labels == 1).sum())
    wins = ranks[labels == 1].sum() - count * (count - 1) / 2
    sure = p >= 0.8
    return {
        "n": len(labels),
        "balancedAccuracy": round(sum(recalls) / 2, 4),
        "helmetRecall": round(recalls[0], 4),
        "noHelmetRecall": round(recalls[1], 4),
        "auc": round(float(wins / (count * (len(labels) - count))), 4),
        "noHelmetPrecisionAt.8": round(float(labels[sure].mean()), 4) if sure.any() else 0.0,
        "noHelmetRecallAt.8": round(float(sure[labels == 1].mean()), 4),
        "ece": round(calibration_error(p, labels, False), 4),
        "eceBalanced": round(calibration_error(p, labels, True), 4),
    }
