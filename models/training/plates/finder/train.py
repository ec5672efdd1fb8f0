"""Trains the plate finder. Stop it at any time; the same command goes on from the last checkpoint."""

import argparse
import json
import time
from pathlib import Path

import cv2
import torch

from plates.finder.losses import total_loss
from plates.finder.network import PlateFinderNet
from plates.finder.pictures import collect
from plates.finder.samples import SceneSource, training_batch
from plates.finder.weights import Checkpoint, SmoothedWeights, load, save
from plates.synthesis import PlateMaker

HIGHEST_RATE = 2e-3
WARM_UP_STEPS = 100
FALLING_SHARE = 0.3
WEIGHT_DECAY = 0.02
LARGEST_GRADIENT = 5.0
LOG_EVERY = 20


def rate_at(step: int, steps: int) -> float:
    """Rises, stays, and falls to a hundredth over the last third."""
    falling = max(1, int(steps * FALLING_SHARE))
    rise = min(1.0, (step + 1) / WARM_UP_STEPS)
    fall = min(1.0, max(0.01, (steps - step) / falling))
    return HIGHEST_RATE * rise * fall


def started(out: Path, warm_start: Path | None) -> Checkpoint:
    if (out / "last.pt").exists():
        return load(out / "last.pt")
    if warm_start is not None:
        earlier = load(warm_start)
        return Checkpoint(0, earlier.net, earlier.smoothed, None)
    net = PlateFinderNet()
    return Checkpoint(0, net, SmoothedWeights(net), None)


def parts_of(net: PlateFinderNet) -> list[dict]:
    """Only kernels shrink; scales and offsets do not."""
    kernels = [p for p in net.parameters() if p.ndim > 1]
    others = [p for p in net.parameters() if p.ndim <= 1]
    return [{"params": kernels, "weight_decay": WEIGHT_DECAY}, {"params": others, "weight_decay": 0.0}]


def train(arguments: argparse.Namespace) -> None:
    torch.manual_seed(arguments.seed)
    out: Path = arguments.out
    out.mkdir(parents=True, exist_ok=True)
    corners = json.loads(arguments.corners.read_text()) if arguments.corners else None
    collection = collect(arguments.data, validation=False, corners=corners)
    maker = PlateMaker(arguments.seed)
    source = SceneSource(collection, maker, 0.0 if arguments.synthetic_only else arguments.real_share)
    checkpoint = started(out, arguments.warm_start)
    net, smoothed = checkpoint.net.train().to(memory_format=torch.channels_last), checkpoint.smoothed
    optimiser = torch.optim.AdamW(parts_of(net), lr=HIGHEST_RATE, betas=(0.9, 0.99))
    if checkpoint.optimiser_state is not None:
        optimiser.load_state_dict(checkpoint.optimiser_state)
    sums: dict[str, float] = {}
    since, drawn_s = time.monotonic(), 0.0
    for step in range(checkpoint.step, arguments.steps):
        before = time.monotonic()
        batch = training_batch(source, arguments.seed, step)
        drawn_s += time.monotonic() - before
        for group in optimiser.param_groups:
            group["lr"] = rate_at(step, arguments.steps)
        with torch.autocast("cpu", torch.bfloat16, enabled=arguments.bfloat16):
            logits, corner_map = net(batch["image"])
        loss, parts = total_loss(logits.float(), corner_map.float(), batch)
        optimiser.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(net.parameters(), LARGEST_GRADIENT)
        optimiser.step()
        smoothed.follow(net, step)
        for name, value in {**parts, "all": loss.item()}.items():
            sums[name] = sums.get(name, 0.0) + value
        done = step + 1
        if done % LOG_EVERY == 0:
            took = time.monotonic() - since
            line = {name: round(value / LOG_EVERY, 4) for name, value in sums.items()}
            line |= {"step": done, "seconds": round(took, 1), "drawingSeconds": round(drawn_s, 1)}
            with open(out / "log.jsonl", "a", encoding="utf-8") as log:
                log.write(json.dumps(line) + "\n")
            sums, since, drawn_s = {}, time.monotonic(), 0.0
        if done % arguments.save_every == 0 or done == arguments.steps:
            save(out / "last.pt", Checkpoint(done, net, smoothed, optimiser.state_dict()))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--steps", type=int, required=True)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--real-share", type=float, default=0.5)
    parser.add_argument("--synthetic-only", action="store_true", help="no labelled plate picture at all")
    parser.add_argument("--corners", type=Path, help="corners of the real plates, made by corner_teacher")
    parser.add_argument("--warm-start", type=Path, help="start from the weights of another run")
    parser.add_argument("--save-every", type=int, default=50)
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--bfloat16", action="store_true", help="faster on processors with AMX, slower on others")
    arguments = parser.parse_args()
    torch.set_num_threads(arguments.threads)
    cv2.setNumThreads(1)
    train(arguments)


if __name__ == "__main__":
    main()
