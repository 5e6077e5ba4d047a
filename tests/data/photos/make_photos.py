# SPDX-License-Identifier: Apache-2.0
"""Makes photographs of real labels, with the faults that photographs have, and tells what is in them.

    make_photos.py FOLDER [--count N] [--kinds KIND,KIND] [--first N]

FOLDER gets kind-NNN.jpg and truth.csv. The same kind and number give the same picture, however many
are made: each has a seed of its own. Needs Debian's python3-opencv.
"""
import argparse
import csv
import pathlib
import zlib

import cv2
import numpy as np

import camera as photo
import surfaces

LABELS = pathlib.Path(__file__).resolve().parent / "labels"


class Label:
    """A label as Sello drew it, at 300 dpi: the symbol's place and its text are known."""

    dots = 5  # pixels a module

    def __init__(self, row):
        self.file, self.text = row["file"], row["text"]
        self.left, self.top, self.modules = int(row["left"]), int(row["top"]), int(row["modules"])
        drawing = cv2.imread(str(LABELS / row["file"]), cv2.IMREAD_GRAYSCALE)
        self.drawing = np.float32(drawing) / 255


def read_labels():
    with open(LABELS / "labels.csv", newline="") as file:
        return [Label(row) for row in csv.DictReader(file)]


COLOURS = {"wood": (0.10, 0.20, 0.34), "cloth": (0.20, 0.16, 0.42), "stone": (0.42, 0.45, 0.46),
           "plain": (0.30, 0.34, 0.36)}


class Shot:
    """One photograph on its way: the defaults are a good one, and each kind changes what it is about."""

    def __init__(self, rng, label):
        self.rng = rng
        self.label = label
        self.width, self.height = [(1280, 960), (960, 1280), (1024, 768)][rng.integers(3)]
        self.scale = rng.uniform(4.5, 6.5)  # pixels a module, at the symbol's centre
        self.distance = label.modules * rng.uniform(4.5, 9)
        self.turn = rng.normal(0, 12) + 90 * rng.integers(4) * (rng.random() < 0.3)
        self.tilt, self.tilt_towards = rng.uniform(0, 14), rng.uniform(0, 360)
        self.surface = surfaces.flat
        self.on = str(rng.choice(list(COLOURS)))
        self.paper, self.ink = rng.uniform(0.70, 0.88), rng.uniform(0.03, 0.08)
        self.focus = rng.uniform(0.45, 0.75)  # sigma of the lens, in pixels
        self.moved = 0.0  # pixels
        self.exposure = rng.uniform(0.85, 1.15)
        self.grain = rng.uniform(0.008, 0.02)
        self.sharpening = rng.uniform(0.1, 0.5)
        self.quality = int(rng.integers(78, 94))
        self.shadow = self.glare = None
        self.damage = 0
        self.resize = None
        self.notes = {}

    def note(self, **values):
        self.notes.update({name: round(float(value), 2) for name, value in values.items()})


# ---- the kinds ----

def kind_flat(shot):
    shot.scale = shot.rng.uniform(3.5, 8)


def kind_steep(shot):
    shot.tilt = shot.rng.uniform(48, 66)
    shot.scale = shot.rng.uniform(5, 7.5)
    shot.note(tilt=shot.tilt)


def kind_cylinder(shot):
    """The half angle is that of the symbol's own width about the bottle."""
    rng = shot.rng
    half = rng.uniform(30, 60)
    radius = shot.label.modules / 2 / np.radians(half)
    shot.turn = rng.uniform(0, 360)
    shot.tilt = rng.uniform(0, 18)
    shot.scale = rng.uniform(4.5, 7.5)
    shot.distance = shot.label.modules * rng.uniform(4.5, 9)
    # Nobody turns the bottle quite to the middle of the symbol, nor pastes the label quite straight.
    aside = rng.uniform(-1, 1) * min(10, 68 - half)
    quarter, skew = rng.integers(4), rng.normal(0, 2)
    shot.on = "plain"

    def surface(camera):
        seen = surfaces.cylinder(camera, radius)
        u, v = seen.u - radius * np.radians(aside), seen.v
        turn = np.radians(90 * quarter + skew)
        c, s = np.float32(np.cos(turn)), np.float32(np.sin(turn))
        seen.u, seen.v = c * u + s * v, c * v - s * u
        return seen

    shot.surface = surface
    shot.note(half_angle=half, aside=aside, quarter=quarter, tilt=shot.tilt)


def kind_cloth(shot):
    rng = shot.rng
    side = shot.label.modules
    towards = rng.uniform(0, 180)
    first = surfaces.Wave(rng.uniform(0.45, 0.8), side * rng.uniform(0.8, 1.8), towards, rng.uniform(0, 6.28))
    second = surfaces.Wave(rng.uniform(0.2, 0.5), side * rng.uniform(0.8, 1.8),
                           towards + rng.uniform(60, 120), rng.uniform(0, 6.28))
    shot.on = "cloth"
    shot.turn = rng.uniform(0, 360)
    shot.scale = rng.uniform(4.5, 7)
    shot.surface = lambda camera: surfaces.cloth(camera, [first, second])
    shot.note(slope=first.slope, length=6.2832 / first.number / side,
              slope_across=second.slope, length_across=6.2832 / second.number / side)


def kind_focus(shot):
    part = shot.rng.uniform(0.4, 0.7)
    shot.focus = part * shot.scale
    shot.note(sigma_modules=part)


def kind_shaken(shot):
    part = shot.rng.uniform(1.0, 1.9)
    shot.moved = part * shot.scale
    shot.note(moved_modules=part)


def kind_dark(shot):
    shot.exposure = shot.rng.uniform(0.03, 0.12)
    shot.grain = shot.rng.uniform(0.15, 0.4)
    shot.note(exposure=shot.exposure, grain=shot.grain)


def kind_glare(shot):
    shot.glare = shot.rng.uniform(0.5, 2.2)
    shot.note(glare=shot.glare)


def kind_shadow(shot):
    shot.shadow = shot.rng.uniform(0.12, 0.4)
    shot.note(shadow=shot.shadow)


def kind_small(shot):
    """At three pixels a module the lens and the maker's noise filter blur by a third of one."""
    shot.scale = shot.rng.uniform(2.7, 3.1)
    shot.turn = shot.rng.uniform(-20, 20)
    shot.focus = shot.rng.uniform(0.9, 1.3)
    shot.grain = shot.rng.uniform(0.02, 0.06)
    shot.quality = int(shot.rng.integers(60, 85))


def kind_faded(shot):
    shot.ink = shot.paper * shot.rng.uniform(0.55, 0.8)
    shot.note(ink=shot.ink / shot.paper)


def kind_chat(shot):
    """A messenger makes it smaller, and presses it hard, after the phone did."""
    shot.scale = shot.rng.uniform(5, 7.5)
    shot.resize = shot.rng.uniform(2.2, 3.4) / shot.scale
    shot.note(quality=shot.rng.integers(30, 51), final=shot.resize * shot.scale)


def kind_scratched(shot):
    shot.damage = int(shot.rng.integers(5, 14))
    shot.note(marks=shot.damage)


KINDS = {name[5:]: make for name, make in list(globals().items()) if name.startswith("kind_")}


# ---- one photograph ----

def damaged(shot, drawing):
    """Scratches show the paper; dirt is dark, and has no edge."""
    rng, label = shot.rng, shot.label
    drawing = drawing.copy()
    side = label.modules * label.dots
    for _ in range(shot.damage):
        x, y = label.left + rng.uniform(0, side), label.top + rng.uniform(0, side)
        if rng.random() < 0.6:
            angle, length = rng.uniform(0, 2 * np.pi), rng.uniform(0.2, 0.9) * side
            end = (int(x + length * np.cos(angle)), int(y + length * np.sin(angle)))
            cv2.line(drawing, (int(x), int(y)), end, 1.0, int(rng.integers(1, 6)), cv2.LINE_AA)
        else:
            blot = np.zeros_like(drawing)
            cv2.circle(blot, (int(x), int(y)), int(rng.uniform(1, 3.2) * label.dots), rng.uniform(0.4, 1), -1)
            drawing *= 1 - cv2.GaussianBlur(blot, (0, 0), label.dots * 0.5) * 0.9
    return drawing


def lit(shot, seen, symbol):
    """How much light falls on each pixel's place: a lamp aside, a shadow's edge, a shine."""
    rng = shot.rng
    y, x = np.mgrid[:shot.height, :shot.width].astype(np.float32)
    towards = rng.uniform(0, 2 * np.pi)
    way = (np.cos(towards) * (x - shot.width / 2) + np.sin(towards) * (y - shot.height / 2)) / shot.width
    light = (0.75 + 0.25 * seen.facing) * (1 + rng.uniform(0.1, 0.5) * way)
    middle, size = symbol.mean(axis=0), np.linalg.norm(symbol[0] - symbol[2]) / 2
    if shot.shadow is not None:
        angle = rng.uniform(0, 2 * np.pi)
        across = np.cos(angle) * (x - middle[0]) + np.sin(angle) * (y - middle[1])
        across += rng.uniform(-0.4, 0.4) * size + 0.15 * size * np.sin(
            (np.cos(angle) * y - np.sin(angle) * x) / (0.5 * size) + rng.uniform(0, 6))
        edge = rng.uniform(1.5, 8) / 2
        light *= shot.shadow + (1 - shot.shadow) / (1 + np.exp(-np.clip(across / edge, -40, 40)))
    shine = 0.0
    if shot.glare is not None:
        angle, far = rng.uniform(0, 2 * np.pi), rng.uniform(0.2, 0.9) * size
        at = middle + far * np.array([np.cos(angle), np.sin(angle)])
        lean = rng.uniform(0, np.pi)
        a = np.cos(lean) * (x - at[0]) + np.sin(lean) * (y - at[1])
        b = np.cos(lean) * (y - at[1]) - np.sin(lean) * (x - at[0])
        wide, high = rng.uniform(0.25, 0.6) * size, rng.uniform(0.15, 0.3) * size
        shine = shot.glare * np.exp(-((a / wide) ** 2 + (b / high) ** 2))
    return light, shine


def corner_places(label, seen):
    """Where the symbol's four corners are in the photograph."""
    half = label.modules / 2
    places = []
    for u, v in ((-half, -half), (half, -half), (half, half), (-half, half)):
        off = np.where(seen.there, (seen.u - u) ** 2 + (seen.v - v) ** 2, np.inf)
        row, column = np.unravel_index(np.argmin(off), off.shape)
        places.append((column, row))
    return np.float64(places)


def make(kind, number, labels):
    """The file's bytes, and its row of truth.csv."""
    rng = np.random.default_rng([zlib.crc32(kind.encode()), number])
    label = labels[number % len(labels)]
    shot = Shot(rng, label)
    KINDS[kind](shot)
    room = (min(shot.width, shot.height) - shot.scale * label.modules * 1.35) / 2
    shift = rng.uniform(-1, 1, 2) * max(room, 0) * 0.7
    view = surfaces.Camera(shot.width, shot.height, shot.scale, shot.distance, shot.turn, shot.tilt,
                           shot.tilt_towards, shift)
    seen = shot.surface(view)
    symbol = corner_places(label, seen)
    shape = (shot.height, shot.width)

    drawing = damaged(shot, label.drawing)
    light, covered = photo.sampled(drawing, label, seen, bleed=label.dots * 2)
    shade = rng.uniform(0.9, 1.0, 3)  # papers and inks have a tint
    paper = (shot.ink + (shot.paper - shot.ink) * light)[..., None] * np.float32(shade)
    behind = photo.texture(rng, shape, COLOURS[str(rng.choice(list(COLOURS)))], str(rng.choice(list(COLOURS))))
    goods = photo.texture(rng, shape, np.float32(COLOURS[shot.on]) * rng.uniform(0.4, 1.3), shot.on)
    whole = np.float32(seen.there)[..., None]
    scene = behind * (1 - whole) * 0.7 + goods * whole
    scene = scene * (1 - covered[..., None]) + paper * covered[..., None]
    falls, shine = lit(shot, seen, symbol)
    scene = scene * falls[..., None] + (shine[..., None] if shot.glare is not None else 0)

    scene = photo.blurred(np.float32(scene), shot.focus)
    if shot.moved > 0:
        scene = photo.shaken(scene, shot.moved, rng.uniform(0, np.pi))
    picture = photo.developed(rng, scene, shot.exposure, shot.grain, shot.sharpening)
    data = photo.as_jpeg(picture, shot.quality)
    if shot.resize is not None:
        again = cv2.imdecode(np.frombuffer(data, np.uint8), cv2.IMREAD_COLOR)
        again = cv2.resize(again, None, fx=shot.resize, fy=shot.resize, interpolation=cv2.INTER_AREA)
        data = photo.as_jpeg(again, int(shot.notes["quality"]))
        symbol = symbol * shot.resize
    shot.note(module=shot.scale * (shot.resize or 1))
    return data, {
        "kind": kind, "label": label.file, "modules": label.modules,
        "corners": " ".join("%.0f,%.0f" % tuple(corner) for corner in symbol),
        "how": " ".join(f"{name}={value:g}" for name, value in shot.notes.items()), "text": label.text}


def main():
    options = argparse.ArgumentParser()
    options.add_argument("folder", type=pathlib.Path)
    options.add_argument("--count", type=int, default=40)
    options.add_argument("--first", type=int, default=0)
    options.add_argument("--kinds", default=",".join(KINDS))
    asked = options.parse_args()
    cv2.setNumThreads(1)
    asked.folder.mkdir(parents=True, exist_ok=True)
    labels = read_labels()
    with open(asked.folder / "truth.csv", "w", newline="") as file:
        rows = csv.DictWriter(file, ["file", "kind", "label", "modules", "corners", "how", "text"],
                              lineterminator="\n")
        rows.writeheader()
        for kind in asked.kinds.split(","):
            for number in range(asked.first, asked.first + asked.count):
                data, row = make(kind, number, labels)
                name = f"{kind}-{number:03d}.jpg"
                (asked.folder / name).write_bytes(data)
                rows.writerow({"file": name, **row})


if __name__ == "__main__":
    main()
