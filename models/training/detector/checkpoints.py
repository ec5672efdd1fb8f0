"""Checkpoints that carry the shape of their net."""
from pathlib import Path

from common.checkpoint import load_checkpoint

from .factorise import shape_like
from .street_net import StreetNet


def build_net(ranks: dict[str, int]) -> StreetNet:
    net = StreetNet()
    shape_like(net, ranks)
    return net


def load_net(file: Path) -> StreetNet:
    """The averaged net of a checkpoint (of `prepare.py`: its only net), ready to look."""
    state = load_checkpoint(file)
    net = build_net(state["ranks"])
    net.load_state_dict(state["averaged"]["network"] if "averaged" in state else state["network"])
    return net.eval()
