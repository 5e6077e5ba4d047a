# SPDX-License-Identifier: Apache-2.0
"""What a label lies on, seen by a camera: for each pixel of the photograph, the place on the label.

Lengths are in modules of the label's symbol, whose centre is the origin; y runs down, and z away from
the camera, as in the photograph.
"""
import math

import cv2
import numpy as np


def turned(axis, degrees):
    """The matrix that turns about an axis: 0 x, 1 y, 2 z."""
    c, s = math.cos(math.radians(degrees)), math.sin(math.radians(degrees))
    a, b = [i for i in range(3) if i != axis]
    m = np.eye(3)
    m[a, a] = m[b, b] = c
    m[a, b], m[b, a] = -s, s
    return m


class Camera:
    """A pinhole camera that looks at the origin from `distance`, where a module is `scale` pixels."""

    def __init__(self, width, height, scale, distance, turn, tilt, tilt_towards, shift=(0, 0)):
        self.width, self.height, self.scale, self.distance = width, height, scale, distance
        self.shift = shift
        lean = turned(2, tilt_towards) @ turned(0, tilt) @ turned(2, -tilt_towards)
        self.pose = turned(2, turn) @ lean

    def rays(self):
        """Where the camera is, and the direction of each pixel's ray, both as the surface sees them."""
        x, y = np.meshgrid(np.arange(self.width, dtype=np.float32), np.arange(self.height, dtype=np.float32))
        focal = self.scale * self.distance
        x = (x - self.width / 2 - self.shift[0]) / focal
        y = (y - self.height / 2 - self.shift[1]) / focal
        back = self.pose.T.astype(np.float32)
        direction = np.stack([back[i, 0] * x + back[i, 1] * y + back[i, 2] for i in range(3)])
        return back @ np.float32([0, 0, -self.distance]), direction


class Seen:
    """For each pixel: the place (u, v) on the surface, whether there is any, how squarely it faces us."""

    def __init__(self, u, v, there, facing):
        self.u, self.v, self.there, self.facing = u, v, there, facing


def facing(direction, normal):
    length = np.sqrt((direction ** 2).sum(axis=0))
    return np.abs((direction * normal).sum(axis=0)) / length


def flat(camera):
    origin, d = camera.rays()
    along = -origin[2] / d[2]
    normal = np.zeros_like(d)
    normal[2] = -1
    return Seen(origin[0] + along * d[0], origin[1] + along * d[1], along > 0, facing(d, normal))


def cylinder(camera, radius):
    """A bottle: its axis is y, and it touches the plane of the symbol's centre from behind."""
    origin, d = camera.rays()
    ox, oz = origin[0], origin[2] - radius
    a = d[0] ** 2 + d[2] ** 2
    b = ox * d[0] + oz * d[2]
    inside = b ** 2 - a * (ox ** 2 + oz ** 2 - radius ** 2)
    there = inside > 0
    along = (-b - np.sqrt(np.maximum(inside, 0))) / a
    x, z = ox + along * d[0], oz + along * d[2]
    normal = np.stack([x, np.zeros_like(x), z]) / radius
    return Seen(radius * np.arctan2(x, -z), origin[1] + along * d[1], there, facing(d, normal))


class Wave:
    """A fold: `slope` is the sine of its steepest angle, `length` from crest to crest."""

    def __init__(self, slope, length, towards, phase):
        self.slope, self.number, self.phase = slope, 2 * math.pi / length, phase
        self.to = (math.cos(math.radians(towards)), math.sin(math.radians(towards)))

    def at(self, u, v):
        """Height, and how far the cloth is drawn together; its length along the fold stays the same."""
        way = self.to[0] * u + self.to[1] * v
        angle = self.number * way + self.phase
        drawn = self.slope ** 2 * (way / 4 + np.sin(2 * angle) / (8 * self.number))
        return self.slope / self.number * np.sin(angle), drawn, self.slope * np.cos(angle)


def cloth(camera, waves):
    origin, d = camera.rays()
    # Folds are smooth: a quarter of the pixels a side, and what lies between is interpolated.
    small = np.stack([cv2.resize(d[i], None, fx=0.25, fy=0.25, interpolation=cv2.INTER_AREA) for i in range(3)])
    centre = [np.float32(sum(w.at(0.0, 0.0)[0] for w in waves)),
              [sum(-w.at(0.0, 0.0)[1] * w.to[i] for w in waves) for i in (0, 1)]]
    u = origin[0] - origin[2] / small[2] * small[0]
    v = origin[1] - origin[2] / small[2] * small[1]
    for _ in range(60):
        height = -centre[0]
        x, y = u - centre[1][0], v - centre[1][1]
        for wave in waves:
            up, drawn, _ = wave.at(u, v)
            height = height + up
            x, y = x - drawn * wave.to[0], y - drawn * wave.to[1]
        along = (height - origin[2]) / small[2]
        u = u + 0.7 * (origin[0] + along * small[0] - x)
        v = v + 0.7 * (origin[1] + along * small[1] - y)
    slope = [sum(w.at(u, v)[2] * w.to[i] for w in waves) for i in (0, 1)]
    steep = np.sqrt(1 + slope[0] ** 2 + slope[1] ** 2)
    seen = facing(small, np.stack([slope[0] / steep, slope[1] / steep, -1 / steep]))
    size = (camera.width, camera.height)
    u, v, seen = [cv2.resize(part.astype(np.float32), size, interpolation=cv2.INTER_CUBIC)
                  for part in (u, v, seen)]
    return Seen(u, v, np.ones(u.shape, bool), seen)
