"""How often the reader is right on labelled real crops.

    python3 -m plates.reader.evaluate --checkpoint reader.pt --crops FOLDER [--labels labels.jsonl]
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from pathlib import Path

import numpy as np
import torch

from common.checkpoint import load_checkpoint
from plates.reader.alphabet import best_path, folded
from plates.reader.network import PlateReaderNetwork
from plates.reader.real_crops import RealCrop, load_real_crops, reader_input

BATCH = 64


@torch.no_grad()
def read_all(network: PlateReaderNetwork, images: list[np.ndarray]) -> list[str]:
    network.eval()
    texts = []
    for start in range(0, len(images), BATCH):
        stack = np.stack([reader_input(image) for image in images[start : start + BATCH]])
        logits = network(torch.from_numpy(stack).float().unsqueeze(1))
        texts += ["".join(best_path(row) for row in rows) for rows in logits.argmax(dim=3).numpy()]
    return texts


def edits(wanted: str, got: str) -> list[tuple[str, str]]:
    """The fewest changes from `wanted` to `got`, as pairs; an empty string is a lost or added character."""
    costs = np.zeros((len(wanted) + 1, len(got) + 1), int)
    costs[:, 0] = np.arange(len(wanted) + 1)
    costs[0] = np.arange(len(got) + 1)
    for i, char in enumerate(wanted, 1):
        for j, other in enumerate(got, 1):
            costs[i, j] = min(costs[i - 1, j] + 1, costs[i, j - 1] + 1, costs[i - 1, j - 1] + (char != other))
    pairs = []
    i, j = len(wanted), len(got)
    while i or j:
        if i and j and costs[i, j] == costs[i - 1, j - 1] + (wanted[i - 1] != got[j - 1]):
            i, j = i - 1, j - 1
            if wanted[i] != got[j]:
                pairs.append((wanted[i], got[j]))
        elif i and costs[i, j] == costs[i - 1, j] + 1:
            i -= 1
            pairs.append((wanted[i], ""))
        else:
            j -= 1
            pairs.append(("", got[j]))
    return pairs


def scores(crops: list[RealCrop], texts: list[str]) -> dict[str, object]:
    """Shares 0..1; `exact` per group and over all; the ten commonest wrong characters."""
    wrong: Counter[str] = Counter()
    right: Counter[str] = Counter()
    counts: Counter[str] = Counter()
    changes = characters = 0
    for crop, text in zip(crops, texts):
        pairs = edits(folded(crop.text), folded(text))
        changes += len(pairs)
        characters += len(crop.text)
        counts[crop.group] += 1
        right[crop.group] += not pairs
        wrong.update(f"{wanted or '+'}>{got or '-'}" for wanted, got in pairs)
    return {
        "n": len(crops),
        "exact": round(sum(right.values()) / max(1, len(crops)), 4),
        "cer": round(changes / max(1, characters), 4),
        "groups": {group: round(right[group] / counts[group], 4) for group in sorted(counts)},
        "confusions": dict(wrong.most_common(10)),
    }


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--checkpoint", type=Path, required=True)
    options.add_argument("--crops", type=Path, required=True)
    options.add_argument("--labels", default="labels.jsonl")
    options.add_argument("--all", action="store_true", help="training and validation crops together")
    options.add_argument("--wrong", action="store_true", help="list every wrong reading")
    chosen = options.parse_args()
    torch.set_num_threads(1)
    network = PlateReaderNetwork()
    network.load_state_dict(load_checkpoint(chosen.checkpoint)["averaged"]["network"])
    training, validation = load_real_crops(chosen.crops, chosen.labels)
    crops = training + validation if chosen.all else validation
    texts = read_all(network, [crop.image for crop in crops])
    if chosen.wrong:
        for crop, text in zip(crops, texts):
            if folded(text) != folded(crop.text):
                print(f"{crop.name} {crop.text} read {text}")
    print(json.dumps(scores(crops, texts), ensure_ascii=False))


if __name__ == "__main__":
    main()
