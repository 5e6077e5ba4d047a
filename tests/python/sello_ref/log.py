# SPDX-License-Identifier: Apache-2.0
"""The public log of a certifier, as far as a bundle tells of it: Merkle trees (RFC 9162), signed notes and checkpoints
(C2SP)."""

import base64
import binascii
import dataclasses

from . import fields
from .cbor import encode
from .errors import Refused, need
from .keys import sha256, verifies
from .root import ACTIVE, LOG

ROOT_ENTRY, BUNDLE_ENTRY = 1, 2
TILE, HASH = 256, 32
CHECKPOINT_MAX, SIGNATURES_MAX, NAME_MAX, SIZE_MAX = 512, 100, 255, 2**53 - 1
NOTE_ED25519 = 1
DASH = "\u2014 "
SPACES = {0x85, 0xA0, 0x1680, 0x2028, 0x2029, 0x202F, 0x205F, 0x3000, *range(0x2000, 0x200B), *range(0x21), 0x7F, 0x2B}


# ---- trees ----


def entry(kind, version, digest):
    return encode({0: kind, 1: version, 2: digest})


def leaf_hash(data):
    return sha256(b"\0" + data)


def root_of(hashes):
    """The root over these, each of which stands for a complete subtree of one size."""
    if not hashes:
        return sha256(b"")
    if len(hashes) == 1:
        return hashes[0]
    middle = 1
    while middle * 2 < len(hashes):
        middle *= 2
    return sha256(b"\1" + root_of(hashes[:middle]) + root_of(hashes[middle:]))


def edge_tiles(size):
    return max(size // TILE - 1, 0)


@dataclasses.dataclass
class Edge:
    """tiles: the roots of the first full tiles; leaves: leaf hashes behind them."""

    checkpoint: "Checkpoint"
    tiles: list
    leaves: list

    def root(self, size, *more):
        """Of the first `size` entries, and of leaves more; None where the edge does not tell."""
        start = len(self.tiles) * TILE
        if size < start:
            return root_of(self.tiles[: size // TILE]) if size % TILE == 0 else None
        leaves = [*self.leaves[: size - start], *more]
        full, part = divmod(len(leaves), TILE)
        tiles = self.tiles + [root_of(leaves[i * TILE : (i + 1) * TILE]) for i in range(full)]
        return _with_part(tiles, leaves[len(leaves) - part :])


def _with_part(tiles, part):
    """The root of full tiles and of leaves that fill no tile."""
    if not part:
        return root_of(tiles)
    if not tiles:
        return root_of(part)
    middle = 1
    while middle * 2 <= len(tiles):
        middle *= 2
    return sha256(b"\1" + root_of(tiles[:middle]) + _with_part(tiles[middle:], part))


def make_edge(leaves):
    """Tiles and leaves of a log, as they stand in field 32."""
    n_tiles = edge_tiles(len(leaves))
    tiles = [root_of(leaves[i * TILE : (i + 1) * TILE]) for i in range(n_tiles)]
    return b"".join(tiles), b"".join(leaves[n_tiles * TILE :])


# ---- notes ----


def origin_of(base_url):
    return base_url.removeprefix("https://").replace("+", "%2B") + "log"


def key_id(name, public, kind=NOTE_ED25519):
    return sha256(name.encode() + b"\n" + bytes([kind]) + public)[:4]


def make_checkpoint(key, origin, leaves):
    text = f"{origin}\n{len(leaves)}\n{base64.b64encode(root_of(leaves)).decode()}\n"
    signature = base64.b64encode(key_id(origin, key.public) + key.sign(text.encode())).decode()
    return f"{text}\n{DASH}{origin} {signature}\n".encode()


@dataclasses.dataclass
class Checkpoint:
    text: bytes
    signatures: list  # (name, bytes)
    origin: str
    size: int
    root: bytes


def _decode64(text):
    try:
        data = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        raise Refused("SELLO_E_NOTE", "base 64") from None
    need(base64.b64encode(data).decode() == text, "SELLO_E_NOTE", "base 64")
    return data


def _name(text):
    fit = 1 <= len(text.encode()) <= NAME_MAX and not any(ord(c) in SPACES for c in text)
    need(fit, "SELLO_E_NOTE", "a name")
    return text


def read_checkpoint(data):
    try:
        note = data.decode()
    except UnicodeDecodeError:
        raise Refused("SELLO_E_UTF8") from None
    need(not any(c < " " and c != "\n" for c in note), "SELLO_E_NOTE", "a control character")
    need(note.endswith("\n"), "SELLO_E_TRUNCATED")
    at = note.rfind("\n\n")
    need(at >= 0, "SELLO_E_NOTE", "no empty line")
    text, signatures = note[: at + 1], []
    for line in note[at + 2 :].split("\n")[:-1]:
        need(line.startswith(DASH) and " " in line[len(DASH) :], "SELLO_E_NOTE", "a signature")
        name, encoded = line[len(DASH) :].split(" ", 1)
        signatures.append((_name(name), _decode64(encoded)))
        need(len(signatures[-1][1]) > 4, "SELLO_E_NOTE", "a signature")
    need(len(signatures) <= SIGNATURES_MAX, "SELLO_E_TOO_LONG")
    need(signatures, "SELLO_E_MISSING")
    lines = text.split("\n")[:-1]
    need(len(lines) == 3, "SELLO_E_NOTE", "lines")
    size = lines[1]
    plain = size.isascii() and size.isdigit() and (size == "0" or size[0] != "0") and len(size) <= 16
    need(plain and int(size) <= SIZE_MAX, "SELLO_E_NOTE", "size")
    root = _decode64(lines[2])
    need(len(root) == HASH, "SELLO_E_NOTE", "root")
    return Checkpoint(text.encode(), signatures, _name(lines[0]), int(size), root)


# ---- a bundle's field 32 ----


def _hashes(value):
    data = fields.octets(value)
    need(len(data) % HASH == 0, "SELLO_E_RANGE", "hashes")
    return [data[i : i + HASH] for i in range(0, len(data), HASH)]


def decode_edge(value):
    note, tiles, leaves = fields.array(value, 3)
    need(1 <= len(fields.octets(note)) <= CHECKPOINT_MAX, "SELLO_E_RANGE", "checkpoint")
    return note, _hashes(tiles), _hashes(leaves)


def open_edge(note, tiles, leaves):
    edge = Edge(read_checkpoint(note), tiles, leaves)
    size = edge.checkpoint.size
    fit = len(tiles) == edge_tiles(size) and len(leaves) == size - len(tiles) * TILE
    need(fit, "SELLO_E_RANGE", "another number of entries")
    return edge


@dataclasses.dataclass
class Told:
    """The log as a bundle tells of it, with that bundle as its last entry."""

    edge: Edge
    size: int
    root: bytes
    public: bytes  # the log key


def open_log(bundle, chain):
    edge, newest = bundle.edge, chain[-1]
    if edge is None:
        return None
    origin = origin_of(chain[0].base_url)
    need(edge.checkpoint.origin == origin, "SELLO_E_LOG_ORIGIN")
    for key in newest.keys:
        if is_active(key, bundle.generated) and _is_signed(edge.checkpoint, origin, key.public):
            break
    else:
        raise Refused("SELLO_E_LOG_KEY")
    need(edge.root(edge.checkpoint.size) == edge.checkpoint.root, "SELLO_E_LOG_ROOT")
    own = leaf_hash(entry(BUNDLE_ENTRY, bundle.version, sha256(bundle.data)))
    size = edge.checkpoint.size
    return Told(edge, size + 1, edge.root(size, own), key.public)


def is_active(key, instant):
    return key.role == LOG and key.state == ACTIVE and key.may_sign_at(instant)


def _is_signed(checkpoint, origin, public):
    """By at least one signature, and by none that is wrong."""
    wanted = key_id(origin, public)
    found = [data[4:] for name, data in checkpoint.signatures if name == origin and data[:4] == wanted]
    return bool(found) and all(
        len(signature) == 64 and verifies(public, checkpoint.text, signature) for signature in found)


def check_log(stored, new):
    """Refuse what does not go on from the log that the stored whole file told of."""
    told = stored.whole if stored.bundle.status_only and stored.whole else stored
    same = told.bundle.data == new.bundle.data
    if told.log is None or new.bundle.status_only or same or not _still_active(new.root, told):
        return
    need(new.log, "SELLO_E_LOG_SILENT")
    size = told.log.size
    need(new.log.edge.checkpoint.size >= size, "SELLO_E_LOG_SPLIT")
    now = new.log.edge.root(size)
    before = told.log.root
    if now is None:
        size -= size % TILE
        now, before = new.log.edge.root(size), told.log.edge.root(size)
    need(None in (now, before) or now == before, "SELLO_E_LOG_SPLIT")


def _still_active(root, told):
    return any(key.public == told.log.public and is_active(key, told.bundle.generated) for key in root.keys)
