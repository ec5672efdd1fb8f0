"""Reads the net out of a checkpoint of `train.py`."""
from pathlib import Path

from common.checkpoint import load_checkpoint

from .street_net import StreetNet


def load_net(file: Path) -> StreetNet:
    """The averaged net, ready to look."""
    net = StreetNet()
    net.load_state_dict(load_checkpoint(file)["averaged"]["network"])
    return net.eval()
