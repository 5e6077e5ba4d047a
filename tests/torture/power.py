# SPDX-License-Identifier: Apache-2.0
"""What a power cut leaves: the calls of a run, played back up to some point, without what was not synced.

The disk is a strict one. Bytes are there once their file was synced, and names once their folder was; until
then each of them may be there or not, whatever came later is. A write may be torn between two sectors, and where a
later one is there, the bytes between are zeros. A name moved within a folder is moved or it is not."""

import hashlib
import pathlib
import random

SECTOR = 512


class File:
    def __init__(self, data=b""):
        self.kept, self.later = data, []

    def sync(self):
        self.kept, self.later = applied(self.kept, self.later), []


class Folder:
    def __init__(self):
        self.kept, self.now, self.later = {}, {}, []

    def change(self, names):
        self.now.update(names)
        self.later.append(names)

    def sync(self):
        self.kept, self.later = dict(self.now), []


def applied(data, changes):
    """Bytes, after writes (place, bytes) and cuts (size)."""
    data = bytearray(data)
    for change in changes:
        if isinstance(change, int):
            del data[change:]
            data.extend(bytes(change - len(data)))
        else:
            at, new = change
            data.extend(bytes(max(0, at - len(data))))
            data[at : at + len(new)] = new
    return bytes(data)


def sectors(change):
    """A write, as the pieces that a disk writes whole."""
    if isinstance(change, int):
        return [change]
    at, new = change
    edges = [0, *range(SECTOR - at % SECTOR, len(new), SECTOR), len(new)]
    return [(at + a, new[a:b]) for a, b in zip(edges, edges[1:], strict=False) if a < b]


# ---- what is left of the changes that were not synced ----


def nothing(changes, _dice):
    return []


def everything(changes, _dice):
    return changes


def some(changes, dice):
    return [change for change in changes if dice.random() < 0.5]


def torn(changes, _dice):
    """All, and of the last one half."""
    last = sectors(changes[-1]) if changes else []
    return [*changes[:-1], *last[: len(last) // 2]]


def torn_behind(changes, _dice):
    """The same, and its other half."""
    last = sectors(changes[-1]) if changes else []
    return [*changes[:-1], *last[(len(last) + 1) // 2 :]]


def shaken(changes, dice):
    return [piece for change in changes for piece in sectors(change) if dice.random() < 0.6]


# names, bytes
WAYS = {
    "all": (everything, everything),
    "nothing": (nothing, nothing),
    "names": (everything, nothing),
    "bytes": (nothing, everything),
    "torn": (everything, torn),
    "torn behind": (everything, torn_behind),
    "some": (some, shaken),
    "others": (some, shaken),
    "all names": (everything, shaken),
}


class Disk:
    """A folder as it was, and what a run asked of it."""

    def __init__(self, folder):
        self.root = self.load(pathlib.Path(folder))
        self.told = b""

    def load(self, path):
        if not path.is_dir():
            return File(path.read_bytes())
        folder = Folder()
        folder.now = {child.name: self.load(child) for child in path.iterdir()}
        folder.sync()
        return folder

    def find(self, target):
        node = self.root
        for name in pathlib.PurePath(target).parts:
            node = node.now.get(name) if isinstance(node, Folder) else None
        return node

    def place(self, target):
        """The folder that a name is in, and the name."""
        path = pathlib.PurePath(target)
        folder = self.find(path.parent)
        return (folder if isinstance(folder, Folder) else None), path.name

    def make(self, target, node):
        folder, name = self.place(target)
        if folder and folder.now.get(name) is None:
            folder.change({name: node})

    def remove(self, target):
        folder, name = self.place(target)
        node = folder and folder.now.get(name)
        if node and not (isinstance(node, Folder) and any(node.now.values())):
            folder.change({name: None})

    def move(self, source, target, keep=False):
        (old, old_name), (new, new_name) = self.place(source), self.place(target)
        node = old and old.now.get(old_name)
        if not node or not new:
            return
        if old is new and not keep:
            old.change({old_name: None, new_name: node})
            return
        new.change({new_name: node})
        if not keep:
            old.change({old_name: None})

    def sync_all(self, node):
        node.sync()
        for child in node.now.values() if isinstance(node, Folder) else ():
            if child:
                self.sync_all(child)

    def play(self, line):
        """One line of the record; one about a file that has no name any more changes nothing that could be seen."""
        what, _, rest = line.partition(" ")
        target, *more = rest.split("\t")
        node = self.find(target)
        match what:
            case "=create":
                self.make(target, File())
            case "=folder":
                self.make(target, Folder())
            case "=remove":
                self.remove(target)
            case "=move":
                self.move(target, more[0])
            case "=link":
                self.move(target, more[0], keep=True)
            case "=cut" if node:
                node.later.append(int(more[0]))
            case "=write" if node:
                node.later.append((int(more[0]), bytes.fromhex(more[1])))
            case "=sync" if node:
                node.sync()
            case "=syncall":
                self.sync_all(self.root)
            case "=answer":
                self.told += bytes.fromhex(target)

    def left(self, way, dice):
        """{path: bytes}, with None for a folder."""
        names, data = WAYS[way]
        found, contents = {}, {}

        def walk(node, path):
            if isinstance(node, File):
                if id(node) not in contents:
                    contents[id(node)] = applied(node.kept, data(node.later, dice))
                found[path] = contents[id(node)]
                return
            found[path] = None
            here = dict(node.kept)
            for change in names(node.later, dice):
                here.update(change)
            for name in sorted(here):
                if here[name]:
                    walk(here[name], path / name)

        walk(self.root, pathlib.PurePath())
        return found


class Record:
    """A run that was recorded, from the folder it began in."""

    def __init__(self, start, log, seed):
        lines = log.read_text(errors="surrogateescape").splitlines()
        self.lines = [line for line in lines if line.startswith("=")]
        self.start, self.seed = start, seed
        self.seen = set()

    def tries(self):
        return [(point, way) for point in self.points() for way in WAYS if way != "all"]

    def points(self):
        """After which lines the power may go; behind the last one the command has ended."""
        return [n for n, line in enumerate(self.lines, 1) if not line.startswith("=answer")] if self.lines else []

    def disk(self, point):
        disk = Disk(self.start)
        for line in self.lines[:point]:
            disk.play(line)
        return disk

    def whole(self):
        """What the run leaves without a power cut: by this the record is held to what is there."""
        return self.disk(len(self.lines)).left("all", None)

    def cut(self, point, way):
        """What is left, and what was told by then; None: the same was tried already."""
        disk = self.disk(point)
        tree = disk.left(way, random.Random(f"{self.seed} {point} {way}"))
        digest = hashlib.sha256(repr((tree, self.ended(point), disk.told)).encode()).digest()
        if digest in self.seen:
            return None
        self.seen.add(digest)
        return tree, disk.told.decode(errors="replace")

    def ended(self, point):
        """Was everything done by then, but for words?"""
        return point == max(self.points())

    def spot(self, wanted):
        """The last point; or the last one at which a line with this text was done."""
        found = [n for n in self.points() if wanted is None or wanted in self.lines[n - 1]]
        if not found:
            raise SystemExit(f"torture: no {wanted!r} in the record any more: mend cases.py")
        return found[-1]


def lay(tree, here):
    """The files of a tree in place of what is there."""
    for path, data in tree.items():
        if data is None:
            (here / path).mkdir(mode=0o700, exist_ok=True)
        else:
            (here / path).write_bytes(data)
            (here / path).chmod(0o600)
