"""A training log: one JSON object a line, appended at once."""

from __future__ import annotations

import json
import time
from pathlib import Path


class JsonLog:
    def __init__(self, path: Path) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        self._path = path
        self._started_at = time.monotonic()

    def write(self, **values: object) -> None:
        row = {"seconds": round(time.monotonic() - self._started_at, 1), **values}
        line = json.dumps(row, ensure_ascii=False)
        with self._path.open("a", encoding="utf-8") as file:
            file.write(line + "\n")
        print(line, flush=True)
