# SPDX-License-Identifier: Apache-2.0
"""From a surface with a label on it to a photograph: light, lens, sensor and file."""
import cv2
import numpy as np

FINER = 3  # samples a pixel, along each side


def noise_at(rng, shape, period):
    """Smooth noise of about -1 to 1, whose lumps are `period` pixels wide."""
    rows, columns = [int(s / period) + 4 for s in shape]
    coarse = rng.standard_normal((rows, columns)).astype(np.float32)
    return cv2.resize(coarse, (int(columns * period) + 1, int(rows * period) + 1),
                      interpolation=cv2.INTER_CUBIC)[:shape[0], :shape[1]]


def texture(rng, shape, colour, kind):
    """What labels lie on and hang before: wood, cloth, stone, or a plain thing."""
    y, x = np.mgrid[:shape[0], :shape[1]].astype(np.float32)
    grain = noise_at(rng, shape, 60) * 0.10 + noise_at(rng, shape, 9) * 0.06 + noise_at(rng, shape, 3) * 0.04
    if kind == "wood":
        grain += 0.12 * np.sin((y + 14 * noise_at(rng, shape, 120)) / rng.uniform(2.5, 6))
    elif kind == "cloth":
        pitch = rng.uniform(2.5, 4)
        grain += 0.10 * np.sin(x / pitch) * np.sin(y / pitch)
        grain += 0.25 * (np.sin(x / rng.uniform(25, 60)) > 0.6)
    elif kind == "stone":
        grain += 0.22 * noise_at(rng, shape, 22) + 0.12 * (noise_at(rng, shape, 5) > 1.2)
    elif kind == "plain":
        grain *= 0.3
    return np.clip(np.float32(colour) * (1 + grain[..., None]), 0.01, 0.95)


def sampled(drawing, label, seen, bleed):
    """The label in each pixel: how light, and how much of the pixel it covers."""
    height, width = drawing.shape
    x = (seen.u + label.modules / 2) * label.dots + label.left - 0.5
    y = (seen.v + label.modules / 2) * label.dots + label.top - 0.5
    near = seen.there & (x > -4 * bleed) & (x < width + 4 * bleed) & (y > -4 * bleed) & (y < height + 4 * bleed)
    rows, columns = np.flatnonzero(near.any(axis=1)), np.flatnonzero(near.any(axis=0))
    part = np.s_[rows[0]:rows[-1] + 1, columns[0]:columns[-1] + 1]
    small = (columns[-1] + 1 - columns[0], rows[-1] + 1 - rows[0])
    finer = (small[0] * FINER, small[1] * FINER)
    x, y = [cv2.resize(np.float32(of[part]), finer, interpolation=cv2.INTER_LINEAR) for of in (x, y)]
    on = (x > -bleed) & (x < width + bleed) & (y > -bleed) & (y < height + bleed)
    covers = np.float32(on) * cv2.resize(np.float32(seen.there[part]), finer, interpolation=cv2.INTER_NEAREST)
    light = cv2.remap(drawing, x, y, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    covered, lights = np.zeros(seen.u.shape, np.float32), np.zeros(seen.u.shape, np.float32)
    covered[part] = cv2.resize(covers, small, interpolation=cv2.INTER_AREA)
    lights[part] = cv2.resize(light * covers, small, interpolation=cv2.INTER_AREA)
    return lights / np.maximum(covered, 1e-3), covered


def blurred(picture, sigma):
    return cv2.GaussianBlur(picture, (0, 0), sigma) if sigma > 0 else picture


def shaken(picture, length, towards):
    """The hand moved during the exposure, on a slightly bent way."""
    side = int(length * 1.5) * 2 + 5
    kernel = np.zeros((side * 8, side * 8), np.float32)
    way = np.linspace(-0.5, 0.5, 200)
    for part, bend in zip(way, 0.15 * (way ** 2 - 0.08)):
        c, s = np.cos(towards), np.sin(towards)
        dx, dy = length * (part * c - bend * s), length * (part * s + bend * c)
        kernel[int(round((dy + side / 2) * 8)), int(round((dx + side / 2) * 8))] += 1
    kernel = cv2.resize(kernel, (side, side), interpolation=cv2.INTER_AREA)
    return cv2.filter2D(picture, -1, kernel / kernel.sum(), borderType=cv2.BORDER_REPLICATE)


def developed(rng, light, exposure, grain, sharpening):
    """Light to bytes: photons and the sensor's own noise, the tone curve, the maker's sharpening."""
    light = np.maximum(light, 0)
    noise = rng.standard_normal(light.shape).astype(np.float32)
    noise = cv2.GaussianBlur(noise, (0, 0), 0.6) * 1.6  # the colours of neighbouring pixels are shared
    light = light + noise * grain * np.sqrt(light + 0.02)
    tones = np.clip(light * exposure, 0, 1) ** (1 / 2.2)
    if sharpening > 0:
        tones = tones + sharpening * (tones - cv2.GaussianBlur(tones, (0, 0), 1.2))
    return np.uint8(np.clip(tones * 255 + 0.5, 0, 255))


def as_jpeg(picture, quality):
    return cv2.imencode(".jpg", picture, [cv2.IMWRITE_JPEG_QUALITY, quality])[1].tobytes()
