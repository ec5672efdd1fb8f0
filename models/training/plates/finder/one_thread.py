"""One thread for answering, on the fast road.

PyTorch 1.13 hands 1x1 kernels to the plain BLAS library when it has one thread and few pictures: three
times slower here. With two threads allowed and OpenMP held to one it takes the fast road, with equal answers.
Import this before torch. Training does not need it: its batches are large enough.
"""

import os

os.environ["OMP_THREAD_LIMIT"] = "1"
os.environ["OMP_NUM_THREADS"] = "2"

import cv2  # noqa: E402
import torch  # noqa: E402


def answer_on_one_thread() -> None:
    torch.set_num_threads(2)
    cv2.setNumThreads(1)
