"""Turns a pen path into convex polygons that together are the inked outline."""

from __future__ import annotations

import re

import numpy as np

CURVE_STEPS = 10
MITRE_LIMIT = 0.12

_TOKEN = re.compile(r"[MLCZ]|-?\d*\.?\d+")


def path_points(path: str) -> tuple[np.ndarray, bool]:
    """The path as points [n, 2] between 0 and 1, and whether it closes."""
    tokens = _TOKEN.findall(path)
    points: list[tuple[float, float]] = []
    closed = False
    position = 0
    while position < len(tokens):
        command = tokens[position]
        position += 1
        if command == "Z":
            closed = True
            continue
        count = {"M": 2, "L": 2, "C": 6}[command]
        values = [float(token) for token in tokens[position : position + count]]
        position += count
        if command == "C":
            start = np.array(points[-1])
            first, second, end = (np.array(values[i : i + 2]) for i in (0, 2, 4))
            for t in np.linspace(0, 1, CURVE_STEPS + 1)[1:]:
                s = 1 - t
                at = s**3 * start + 3 * s * s * t * first + 3 * s * t * t * second + t**3 * end
                points.append((float(at[0]), float(at[1])))
        else:
            points.append((values[0], values[1]))
    if closed and np.allclose(points[0], points[-1]):
        points.pop()
    return np.array(points), closed


def ink_polygons(points: np.ndarray, closed: bool, pen: float, square_ends: bool) -> list[np.ndarray]:
    """Convex polygons, in the unit of `points` and `pen`, that cover the pen's ink."""
    half = pen / 2
    corners = np.vstack([points, points[:1]]) if closed else points.copy()
    directions = np.diff(corners, axis=0)
    directions /= np.linalg.norm(directions, axis=1, keepdims=True)
    if square_ends and not closed:
        corners[0] -= directions[0] * half
        corners[-1] += directions[-1] * half
    normals = np.stack([-directions[:, 1], directions[:, 0]], axis=1) * half
    polygons = [
        np.array([a + n, b + n, b - n, a - n])
        for a, b, n in zip(corners[:-1], corners[1:], normals)
    ]
    joints = range(len(normals)) if closed else range(1, len(normals))
    for joint in joints:
        polygons.append(_joint(corners[joint], directions[joint - 1], directions[joint], half))
    return polygons


def _joint(at: np.ndarray, before: np.ndarray, after: np.ndarray, half: float) -> np.ndarray:
    turn = before[0] * after[1] - before[1] * after[0]
    side = -1.0 if turn > 0 else 1.0
    first = side * half * np.array([-before[1], before[0]])
    second = side * half * np.array([-after[1], after[0]])
    opening = 1 + float(first @ second) / (half * half)
    if opening < MITRE_LIMIT:
        return np.array([at, at + first, at + second])
    return np.array([at, at + first, at + (first + second) / opening, at + second])
