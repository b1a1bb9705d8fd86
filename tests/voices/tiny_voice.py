"""A Piper voice of a few kilobytes: two speakers that buzz each phoneme, with a little noise."""

import json
from pathlib import Path
from typing import Any

import numpy as np
from onnx import ModelProto, TensorProto, helper, numpy_helper, save
from piper.phoneme_ids import DEFAULT_PHONEME_ID_MAP

NAME = "en_US-tiny-low"
RATE = 22_050
HOP = 256
SPEAKERS = {"low": 0, "high": 1}
HERTZ = (110.0, 220.0)

_FRAMES = {"_": 0, "^": 1, "$": 1, " ": 2, ",": 16, ".": 16, "?": 16, "!": 16, ":": 16, ";": 16}
_SILENT = set(_FRAMES) | set("ˈˌː'()-\"#")


def write_voice(folder: Path, name: str = NAME) -> Path:
    """NAME.onnx with its settings in a folder; the model's path."""
    folder.mkdir(parents=True, exist_ok=True)
    model = folder / f"{name}.onnx"
    save(make_model(), str(model))
    Path(f"{model}.json").write_text(json.dumps(make_settings()), "utf-8")
    return model


def make_settings() -> dict[str, object]:
    """What lies beside a model."""
    return {
        "audio": {"sample_rate": RATE, "quality": "low"},
        "espeak": {"voice": "en-us"},
        "language": {"code": "en_US", "country_english": "United States"},
        "inference": {"noise_scale": 0.667, "length_scale": 1, "noise_w": 0.8},
        "phoneme_type": "espeak",
        "phoneme_id_map": DEFAULT_PHONEME_ID_MAP,
        "num_symbols": 256,
        "num_speakers": len(SPEAKERS),
        "speaker_id_map": SPEAKERS,
        "hop_length": HOP,
    }


def make_model() -> ModelProto:
    """A graph with the inputs and the output of Piper's: ids in, a wave out.

    Each id sounds so many frames times the length scale, rounded up, at a pitch of its own.
    """
    frames = np.full(256, 6, np.float32)
    loudness = np.full(256, 0.5, np.float32)
    for phoneme, (number, *_) in DEFAULT_PHONEME_ID_MAP.items():
        if phoneme in _SILENT:
            frames[number] = _FRAMES.get(phoneme, 0)
            loudness[number] = 0
    constants: dict[str, np.ndarray[tuple[int, ...], np.dtype[Any]]] = {
        "frames": frames,
        "loudness": loudness,
        "tune": (1 + 0.04 * (np.arange(256) % 6)).astype(np.float32),
        "hertz": np.array(HERTZ, np.float32),
        "turn": np.array(2 * np.pi / RATE, np.float32),
        "drive": np.array(4, np.float32),
        "hush": np.array(0.001, np.float32),
        "hop": np.array(HOP, np.int64),
        "zero": np.array(0, np.int64),
        "one": np.array(1, np.int64),
        "first": np.array([0], np.int64),
        "flat": np.array([-1], np.int64),
        "column": np.array([-1, 1], np.int64),
        "shape": np.array([1, 1, 1, -1], np.int64),
    }
    steps = [
        ("Reshape", "input flat", "ids"),
        ("Gather", "frames ids", "natural"),
        ("Gather", "scales one", "slowness"),
        ("Mul", "natural slowness", "scaled"),
        ("Ceil", "scaled", "w_ceil"),
        ("CumSum", "w_ceil zero", "ends"),
        ("Cast", "ends", "whole_ends"),
        ("Mul", "whole_ends hop", "sample_ends"),
        ("ReduceMax", "sample_ends", "samples"),
        ("Range", "zero samples one", "time"),
        ("Reshape", "sample_ends column", "end_column"),
        ("LessOrEqual", "end_column time", "is_over"),
        ("Cast", "is_over", "over"),
        ("ReduceSum", "over first", "place"),
        ("Gather", "ids place", "id"),
        ("Gather", "tune id", "tuned"),
        ("Gather", "hertz sid", "base"),
        ("Mul", "tuned base", "frequency"),
        ("Cast", "time", "seconds"),
        ("Mul", "frequency seconds", "cycles"),
        ("Mul", "cycles turn", "phase"),
        ("Sin", "phase", "sine"),
        ("Mul", "sine drive", "driven"),
        ("Tanh", "driven", "buzz"),
        ("Gather", "loudness id", "gain"),
        ("Mul", "buzz gain", "hum"),
        ("RandomNormalLike", "hum", "random"),
        ("Mul", "random hush", "noise"),
        ("Add", "hum noise", "sound"),
        ("Reshape", "sound shape", "output"),
    ]
    kinds = {
        "whole_ends": TensorProto.INT64,
        "over": TensorProto.INT64,
        "seconds": TensorProto.FLOAT,
    }
    extra = {"samples": {"keepdims": 0}, "place": {"keepdims": 0}, "random": {"dtype": 1}}
    nodes = [
        helper.make_node(
            kind,
            inputs.split(),
            [output],
            **({"to": kinds[output]} if output in kinds else extra.get(output, {})),
        )
        for kind, inputs, output in steps
    ]
    inputs = [
        helper.make_tensor_value_info("input", TensorProto.INT64, [1, "n"]),
        helper.make_tensor_value_info("input_lengths", TensorProto.INT64, [1]),
        helper.make_tensor_value_info("scales", TensorProto.FLOAT, [3]),
        helper.make_tensor_value_info("sid", TensorProto.INT64, [1]),
    ]
    output = helper.make_tensor_value_info("output", TensorProto.FLOAT, None)
    initializers = [numpy_helper.from_array(value, name) for name, value in constants.items()]
    graph = helper.make_graph(nodes, "tiny", inputs, [output], initializers)
    return helper.make_model(graph, opset_imports=[helper.make_opsetid("", 15)], ir_version=8)
