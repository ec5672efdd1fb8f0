"""Trains the helmet classifier: scores it on sources it has not seen, then trains on everything.

`python3 -m helmet.train --help` from the folder above.
"""
import argparse
import json
import math
import time
from pathlib import Path

import numpy as np
import torch
from torch.nn import functional as F

from common.averaged_weights import AveragedWeights

from .augment import as_input, make_view
from .calibration import figures, fit_temperature
from .export import write_onnx
from .heads import Head, part_of, read_heads
from .helmet_net import HelmetNet, fresh_net

BATCH = 32


def _draw(heads: list[Head], rng: np.random.Generator) -> list[Head]:
    """A batch with as many helmets as bare heads."""
    by_label = [[h for h in heads if h.label == label] for label in (0, 1)]
    return [by_label[i % 2][int(rng.integers(len(by_label[i % 2])))] for i in range(BATCH)]


def _tensor(images: list[np.ndarray]) -> torch.Tensor:
    return torch.from_numpy(np.stack(images)).permute(0, 3, 1, 2).float()


def train(heads: list[Head], options: argparse.Namespace, seed: int) -> HelmetNet:
    torch.manual_seed(seed)
    net = fresh_net(options.nanodet)
    learnt = list(net.backbone.parameters())
    fresh = [*net.top.parameters(), *net.out.parameters()]
    share = 0.3 if options.nanodet else 1.0
    groups = [{"params": learnt, "share": share}, {"params": fresh, "share": 1.0}]
    optimiser = torch.optim.AdamW(groups, lr=options.rate, weight_decay=0.05)
    averaged = AveragedWeights(net, 0.99)
    net.train()
    for step in range(options.steps):
        rng = np.random.default_rng([seed, step])
        batch = _draw(heads, rng)
        images = _tensor([make_view(head.image, rng) for head in batch])
        labels = torch.tensor([head.label for head in batch])
        warm = min(1.0, (step + 1) / 40)
        rate = options.rate * warm * (0.02 + 0.98 * (1 + math.cos(math.pi * step / options.steps)) / 2)
        for group in optimiser.param_groups:
            group["lr"] = rate * group["share"]
        with torch.autocast("cpu", torch.bfloat16, enabled=options.bfloat16):
            logits = net(images).float()
        loss = F.cross_entropy(logits, labels, label_smoothing=0.05)
        optimiser.zero_grad(set_to_none=True)
        loss.backward()
        torch.nn.utils.clip_grad_norm_(net.parameters(), 5.0)
        optimiser.step()
        averaged.update(net)
        if step % 50 == 49:
            print(f"seed {seed} step {step + 1} loss {float(loss):.3f}", flush=True)
    return averaged.network


@torch.no_grad()
def logits_of(net: HelmetNet, heads: list[Head]) -> np.ndarray:
    return torch.cat([net(_tensor([as_input(h.image)])) for h in heads]).numpy()


def cross_validate(heads: list[Head], options: argparse.Namespace) -> tuple[np.ndarray, np.ndarray]:
    """Logits of every head from a net that never saw its source, and the labels."""
    logits = np.zeros((len(heads), 2), np.float32)
    labels = np.array([head.label for head in heads])
    for part in range(options.parts):
        is_held = np.array([part_of(head.source, options.parts) == part for head in heads])
        net = train([h for h, held in zip(heads, is_held) if not held], options, options.seed + part)
        logits[is_held] = logits_of(net, [h for h, held in zip(heads, is_held) if held])
        print(json.dumps({"part": part, **figures(logits[is_held], labels[is_held], 1.0)}), flush=True)
    return logits, labels


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="folder of head cut-outs")
    parser.add_argument("--nanodet", type=Path, help="folder of nanodet.json; without it nothing is learnt beforehand")
    parser.add_argument("--out", type=Path, required=True, help="ONNX file; the log goes beside it")
    parser.add_argument("--parts", type=int, default=4)
    parser.add_argument("--steps", type=int, default=450)
    parser.add_argument("--rate", type=float, default=1e-3)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--bfloat16", action="store_true", help="faster on processors with AMX, slower on others")
    parser.add_argument("--only-score", action="store_true", help="no training on everything")
    options = parser.parse_args()
    torch.set_num_threads(1)
    started = time.time()
    heads = read_heads(options.data)
    logits, labels = cross_validate(heads, options)
    temperature = fit_temperature(logits, labels)
    log = {
        "heads": len(heads),
        "sources": len({head.source for head in heads}),
        "settings": {k: getattr(options, k) for k in ("parts", "steps", "rate", "seed")},
        "startedFromNanodet": options.nanodet is not None,
        "temperature": round(temperature, 4),
        "unseenSources": figures(logits, labels, temperature),
        "unseenSourcesUncalibrated": figures(logits, labels, 1.0),
    }
    if not options.only_score:
        net = train(heads, options, options.seed + options.parts)
        net.temperature.fill_(temperature)
        log["weights"] = sum(p.numel() for p in net.parameters())
        log["sha256"] = write_onnx(net, options.out)
    log["minutes"] = round((time.time() - started) / 60, 1)
    options.out.with_suffix(".json").write_text(json.dumps(log, indent=1) + "\n")
    print(json.dumps(log))


if __name__ == "__main__":
    main()
