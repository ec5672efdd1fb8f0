"""Makes the net that training starts from: NanoDet-g with cheaper convolutions.

`python3 -m detector.prepare --help` from the folder above.
"""
import argparse
import copy
import json
from pathlib import Path

import numpy as np
import torch

from common.checkpoint import save_checkpoint

from .augment import make_view
from .factorise import choose_ranks, measure_responses
from .pictures import read_pictures
from .refit import refit
from .street_net import load_nanodet


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--nanodet", type=Path, required=True, help="folder of nanodet.json")
    parser.add_argument("--data", type=Path, required=True, help="folder that holds street-train")
    parser.add_argument("--out", type=Path, required=True, help="checkpoint to write")
    parser.add_argument("--budget", type=float, default=4400, help="multiplications a pixel in the thin layers")
    parser.add_argument("--views", type=int, default=64, help="pictures the responses are measured on")
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    torch.set_num_threads(1)
    net = load_nanodet(options.nanodet).eval()
    pictures = [p for p in read_pictures(options.data / "street-train") if p.split == "train"]
    rng = np.random.default_rng(options.seed)
    alike = np.full(len(pictures), 1 / len(pictures))
    views = [make_view(pictures, alike, 416, 0.5, rng).image for _ in range(options.views)]
    images = [torch.from_numpy(view).permute(2, 0, 1)[None].float() for view in views]
    responses = measure_responses(net, images)
    ranks = choose_ranks(net, responses, options.budget)
    whole = copy.deepcopy(net)
    refit(net, whole, images, ranks)
    save_checkpoint(options.out, {"ranks": ranks, "network": net.state_dict(), "step": 0})
    for name, rank in ranks.items():
        kept = responses[name].variances[:rank].sum() / responses[name].variances.sum()
        print(json.dumps({"convolution": name, "filters": rank, "keptVariance": round(float(kept), 4)}))
    print(sum(p.numel() for p in net.parameters()), "weights")


if __name__ == "__main__":
    main()
