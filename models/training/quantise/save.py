"""Writes a model and says what the manifest wants to know."""
import hashlib
import json
from pathlib import Path

import onnx


def save_model(model: onnx.ModelProto, file: Path) -> None:
    content = model.SerializeToString()
    file.write_bytes(content)
    print(json.dumps({"file": file.name, "bytes": len(content), "sha256": hashlib.sha256(content).hexdigest()}))
