"""The weights file that is compiled into the program."""

import json
import struct
import zlib

import numpy as np

from .net import Shape as PlaneShape
from .space.net import Shape as SpaceShape

SHAPES = {"plane": PlaneShape, "space": SpaceShape}

MAGIC = b"TILLERW1"


def write(path, nets, command, seed, date):
    """Writes nets, a list of (name, shape, parameters), in half precision.

    After the magic bytes: the header's length (UInt32, little-endian), the header (JSON), the payload (fp16,
    little-endian), whose CRC-32 the header holds. Offsets count numbers of the payload.
    """
    payload, described, offset = [], [], 0
    for name, shape, parameters in nets:
        tensors = []
        for tensor, values in parameters.items():
            values = np.asarray(values)
            tensors.append({"name": tensor, "shape": list(values.shape), "offset": offset})
            payload.append(values.astype("<f2").tobytes())
            offset += values.size
        described.append({"name": name, "shape": shape._asdict(), "tensors": tensors})
    body = b"".join(payload)
    header = {
        "format": 1, "nets": described, "command": command, "seed": seed, "date": date,
        "crc32": f"{zlib.crc32(body):08x}"}
    text = json.dumps(header, separators=(",", ":")).encode()
    with open(path, "wb") as file:
        file.write(MAGIC + struct.pack("<I", len(text)) + text + body)


def read(path):
    """The header, and the nets by name as (shape, parameters in single precision)."""
    with open(path, "rb") as file:
        data = file.read()
    if data[:8] != MAGIC:
        raise ValueError(f"{path} does not begin with {MAGIC.decode()}.")
    (length,) = struct.unpack("<I", data[8:12])
    header, body = json.loads(data[12 : 12 + length]), data[12 + length :]
    if f"{zlib.crc32(body):08x}" != header["crc32"]:
        raise ValueError(f"The payload of {path} does not have the checksum of its header.")
    numbers = np.frombuffer(body, "<f2").astype(np.float32)
    nets = {}
    for net in header["nets"]:
        parameters = {}
        for tensor in net["tensors"]:
            size = int(np.prod(tensor["shape"]))
            values = numbers[tensor["offset"] : tensor["offset"] + size]
            parameters[tensor["name"]] = values.reshape(tensor["shape"])
        nets[net["name"]] = (SHAPES[net["name"]](**net["shape"]), parameters)
    return header, nets
