"""A Piper voice's model, loaded so that it says the same each time.

The graph of a VITS model draws random numbers, from a generator that every run moves on and that
nothing sets back. Here each such node is replaced by an excerpt of noise that is fixed: the sound
keeps its liveliness, and a run becomes a pure function of its inputs.
"""

import json
from functools import lru_cache
from importlib.metadata import PackageNotFoundError
from importlib.metadata import version as installed_version
from pathlib import Path
from typing import TYPE_CHECKING, Any

from presscast.errors import EngineError

if TYPE_CHECKING:
    from piper import PiperVoice

REMEDY = "Install it: pip install presscast[piper]"

_PACKAGES = ("piper-tts", "onnxruntime", "onnx")
_NOISE = "presscast_noise"
_NOISE_LENGTH = 1 << 20
_RANDOM = {"RandomNormal", "RandomUniform", "RandomUniformLike", "Multinomial", "Bernoulli"}
"""What VITS does not use, and what would make a voice say something else each time."""

_MOST_MODELS = 4
"""Loaded at once by a worker, some 190 MB each; with more, one is loaded anew in a second."""


def name_versions() -> str:
    """What speaks, with its versions. Raises EngineError where it is not installed."""
    try:
        return " ".join(f"{name} {installed_version(name)}" for name in _PACKAGES)
    except PackageNotFoundError as error:
        raise EngineError(f"{error.name} is not installed", remedy=REMEDY) from error


@lru_cache(maxsize=_MOST_MODELS)
def load_model(path: Path) -> "PiperVoice":
    """The voice whose model is in this file, its settings beside it. Raises EngineError."""
    name_versions()
    import onnxruntime
    from piper import PiperVoice
    from piper.config import PiperConfig

    options = onnxruntime.SessionOptions()
    # One core a worker; and with more, sums would depend on their number.
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.log_severity_level = 3
    try:
        config = PiperConfig.from_dict(json.loads(Path(f"{path}.json").read_text("utf-8")))
        session = onnxruntime.InferenceSession(
            _read_graph(path), options, providers=["CPUExecutionProvider"]
        )
    except EngineError:
        raise
    except Exception as error:  # onnx and onnxruntime raise a dozen kinds on what is no model
        what = f"this is no Piper voice ({type(error).__name__}: {error})"
        raise EngineError(what.replace("\n", " "), path=path) from error
    return PiperVoice(session=session, config=config)


def _read_graph(path: Path) -> bytes:
    """The model with fixed noise, and with the phonemes' lengths as a second output."""
    import onnx

    model = onnx.load(str(path))
    _fix_noise(model.graph, path)
    ceilings = [node.output[0] for node in model.graph.node if node.op_type == "Ceil"]
    known = {output.name for output in model.graph.output}
    if len(ceilings) == 1 and not known & set(ceilings):
        model.graph.output.append(onnx.ValueInfoProto(name=ceilings[0]))
    content: bytes = model.SerializeToString()
    return content


def _fix_noise(graph: Any, path: Path) -> None:
    """Replace what draws normal random numbers by a look into fixed ones, as often as needed."""
    import numpy as np
    from onnx import numpy_helper

    nodes = []
    for node in graph.node:
        if node.op_type == "RandomNormalLike" and all(it.name == "dtype" for it in node.attribute):
            nodes += _make_excerpt(node.input[0], node.output[0])
        elif node.op_type == "RandomNormalLike" or node.op_type in _RANDOM:
            what = f"this voice draws random numbers ({node.op_type}) that cannot be fixed"
            raise EngineError(what, path=path)
        else:
            nodes.append(node)
    del graph.node[:]
    graph.node.extend(nodes)
    # RandomState: its numbers are the same in every release of numpy.
    noise = np.random.RandomState(1).standard_normal(_NOISE_LENGTH).astype(np.float32)
    graph.initializer.append(numpy_helper.from_array(noise, _NOISE))
    for name, number in (("zero", 0), ("one", 1), ("length", _NOISE_LENGTH)):
        constant = numpy_helper.from_array(np.array(number, np.int64), f"{_NOISE}_{name}")
        graph.initializer.append(constant)


def _make_excerpt(shaped: str, output: str) -> list[Any]:
    """Nodes that lay the noise, over and over, into the shape of another tensor."""
    from onnx.helper import make_node

    shape, count, index, at, flat = (f"{output}_{it}" for it in ("shape", "n", "i", "at", "flat"))
    return [
        make_node("Shape", [shaped], [shape]),
        make_node("ReduceProd", [shape], [count], keepdims=0),
        make_node("Range", [f"{_NOISE}_zero", count, f"{_NOISE}_one"], [index]),
        make_node("Mod", [index, f"{_NOISE}_length"], [at]),
        make_node("Gather", [_NOISE, at], [flat]),
        make_node("Reshape", [flat, shape], [output]),
    ]
