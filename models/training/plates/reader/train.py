"""Trains the plate reader on synthetic plates, and on real crops when a folder is given.

    python3 -m plates.reader.train --out RUN --steps 5000
    python3 -m plates.reader.train --out RUN2 --start RUN/last.pt --real CROPS --real-share 0.4 --steps 2000

A run that was cut off goes on where it was when the same command is given again. `--crops` only measures.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import numpy as np
import torch

from common.averaged_weights import AveragedWeights
from common.checkpoint import load_checkpoint, save_checkpoint
from common.json_log import JsonLog
from plates.reader.evaluate import read_all, scores
from plates.reader.losses import place_loss, place_targets, row_ctc, text_ctc
from plates.reader.network import PlateReaderNetwork
from plates.reader.real_crops import RealCrop, load_real_crops, varied
from plates.synthesis import PlateMaker, crop_plate

WARM_UP_STEPS = 100
PLACE_WEIGHT_STEPS = 1500
HARDENING_STEPS = 1200
CLIP_NORM = 5.0


def options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, required=True, help="folder of checkpoints and log")
    parser.add_argument("--steps", type=int, default=5000)
    parser.add_argument("--batch", type=int, default=32)
    parser.add_argument("--rate", type=float, default=2e-3)
    parser.add_argument("--decay-from", type=float, default=0.6, help="share of the steps after which the rate falls to 0")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--hardness", type=float, default=1.0)
    parser.add_argument("--start", type=Path, help="checkpoint to begin from")
    parser.add_argument("--real", type=Path, help="folder of labelled real crops to train on")
    parser.add_argument("--real-share", type=float, default=0.4)
    parser.add_argument("--crops", type=Path, help="folder of labelled real crops to measure on")
    parser.add_argument("--measure-every", type=int, default=250)
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--bfloat16", action="store_true", help="three times faster on processors with AMX, slower on others")
    return parser.parse_args()


def rate_at(step: int, steps: int, peak: float, decay_from: float) -> float:
    warm = min(1.0, (step + 1) / WARM_UP_STEPS)
    left = (steps - step) / max(1.0, steps * (1 - decay_from))
    return peak * warm * min(1.0, left)


def place_weight_at(step: int, resumed_from_trained: bool) -> float:
    if resumed_from_trained:
        return 0.2
    return 0.2 + 2.8 * max(0.0, 1 - step / PLACE_WEIGHT_STEPS)


def hardness_at(step: int, full: float, resumed_from_trained: bool) -> float:
    return full if resumed_from_trained else full * min(1.0, 0.5 + 0.5 * step / HARDENING_STEPS)


def drawn_evenly(groups: list[list[RealCrop]], rng: np.random.Generator, count: int) -> list[RealCrop]:
    """As many of every kind of camera, however many pictures it has."""
    chosen = [groups[int(rng.integers(len(groups)))] for _ in range(count)]
    return [group[int(rng.integers(len(group)))] for group in chosen]


def main() -> None:
    chosen = options()
    torch.set_num_threads(chosen.threads)
    torch.manual_seed(chosen.seed)
    log = JsonLog(chosen.out / "log.jsonl")
    last = chosen.out / "last.pt"

    network = PlateReaderNetwork().to(memory_format=torch.channels_last)
    first_step = 0
    if chosen.start and not last.exists():
        network.load_state_dict(load_checkpoint(chosen.start)["averaged"]["network"])
    averaged = AveragedWeights(network)
    optimiser = torch.optim.AdamW(network.parameters(), lr=chosen.rate, weight_decay=1e-2)
    if last.exists():
        state = load_checkpoint(last)
        network.load_state_dict(state["network"])
        averaged.load_state_dict(state["averaged"])
        optimiser.load_state_dict(state["optimiser"])
        first_step = state["step"]

    training: list[RealCrop] = []
    validation: list[RealCrop] = []
    if chosen.crops or chosen.real:
        training, validation = load_real_crops(chosen.real or chosen.crops)
    real_count = round(chosen.batch * chosen.real_share) if chosen.real else 0
    by_group = [[crop for crop in training if crop.group == name] for name in sorted({crop.group for crop in training})]
    rng = np.random.default_rng([chosen.seed, first_step])
    maker = PlateMaker(chosen.seed + first_step)
    log.write(
        event="start",
        step=first_step,
        parameters=sum(weights.numel() for weights in network.parameters()),
        real_training=len(training) if chosen.real else 0,
        validation=len(validation),
        options={name: value.name if isinstance(value, Path) else value for name, value in vars(chosen).items()},
    )

    network.train()
    for step in range(first_step, chosen.steps):
        for group in optimiser.param_groups:
            group["lr"] = rate_at(step, chosen.steps, chosen.rate, chosen.decay_from)
        hardness = hardness_at(step, chosen.hardness, chosen.start is not None)
        made = [crop_plate(maker.flat(rng), rng, hardness=hardness) for _ in range(chosen.batch - real_count)]
        real = drawn_evenly(by_group, rng, real_count)
        pictures = np.stack([crop.image for crop in made] + [varied(crop, rng) for crop in real])
        with torch.autocast("cpu", torch.bfloat16, enabled=chosen.bfloat16):
            logits = network(torch.from_numpy(pictures).float().unsqueeze(1)).float()
        own, theirs = logits[: len(made)], logits[len(made) :]
        text_loss = row_ctc(own, [crop.lines for crop in made])
        placing = place_loss(own, torch.from_numpy(np.stack([place_targets(crop) for crop in made])))
        loss = (1 - real_count / chosen.batch) * (text_loss + place_weight_at(step, chosen.start is not None) * placing)
        if real:
            loss = loss + real_count / chosen.batch * text_ctc(theirs, [crop.text for crop in real])
        optimiser.zero_grad(set_to_none=True)
        loss.backward()
        torch.nn.utils.clip_grad_norm_(network.parameters(), CLIP_NORM)
        optimiser.step()
        averaged.update(network)

        done = step + 1
        if done % 50 == 0:
            log.write(step=done, loss=round(loss.item(), 4), ctc=round(text_loss.item(), 4), place=round(placing.item(), 4))
        if done % chosen.measure_every == 0 or done == chosen.steps:
            state = {"step": done, "network": network.state_dict(), "averaged": averaged.state_dict()}
            save_checkpoint(last, {**state, "optimiser": optimiser.state_dict()})
            if validation:
                texts = read_all(averaged.network, [crop.image for crop in validation])
                log.write(step=done, measured=scores(validation, texts))


if __name__ == "__main__":
    main()
