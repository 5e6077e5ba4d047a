#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""hostile_many.py SELLO_VERIFY COUNT SEED START: as script/hostile says."""
import json
import random
import subprocess
import sys
import tempfile
from collections import Counter
from pathlib import Path

import cv2
import numpy as np

import hostile

SEEDS = sorted((Path(__file__).parent.parent / 'data' / 'pictures').glob('*.*'))
PIECE = 1000  # pictures in a run
SECONDS = 2  # of processor time for each
SIDE = 219  # pixels: three a module
LARGE = 0.02  # of all pictures: one in which no code is found takes as long as it has pixels


def small_ones(files):
    """The same pictures, small, by each of the coders: what is bent is the file, not what it shows."""
    kinds = [('.png', cv2.IMREAD_COLOR, []),
             ('.png', cv2.IMREAD_GRAYSCALE, [cv2.IMWRITE_PNG_BILEVEL, 1]),
             ('.jpg', cv2.IMREAD_COLOR, [cv2.IMWRITE_JPEG_QUALITY, 80]),
             ('.jpg', cv2.IMREAD_GRAYSCALE, [cv2.IMWRITE_JPEG_PROGRESSIVE, 1]),
             ('.webp', cv2.IMREAD_COLOR, [cv2.IMWRITE_WEBP_QUALITY, 60]),
             ('.webp', cv2.IMREAD_COLOR, [cv2.IMWRITE_WEBP_QUALITY, 101])]
    out = []
    for i, data in enumerate(files):
        extension, colours, flags = kinds[i % len(kinds)]
        image = cv2.imdecode(np.frombuffer(data, np.uint8), colours)
        if image is None:  # HEIC, AVIF
            out.append(data)
        else:
            small = cv2.resize(image, (SIDE, SIDE), interpolation=cv2.INTER_AREA)
            out.append(cv2.imencode(extension, small, flags)[1].tobytes())
    return out


def bent(rng, files):
    """One of the pictures, bent in one of the ways that files are."""
    data = bytearray(rng.choice(files))
    way = rng.randrange(5)
    if way == 0:
        del data[rng.randrange(len(data)):]
    elif way == 1:
        for _ in range(rng.randrange(1, 20)):
            data[rng.randrange(len(data))] ^= 1 << rng.randrange(8)
    elif way == 2:  # numbers of sizes and lengths are near the beginning
        for _ in range(rng.randrange(1, 6)):
            data[rng.randrange(min(len(data), 300))] = rng.choice([0, 1, 0x7f, 0x80, 0xff])
    elif way == 3:
        other = rng.choice(files)
        at, start = rng.randrange(len(data)), rng.randrange(len(other))
        data[at:at + 500] = other[start:start + rng.randrange(500)]
    else:
        at = rng.randrange(len(data))
        data[at:at] = data[at:at + rng.randrange(2000)] * rng.randrange(1, 8)
    return bytes(data)


def files_of(folder):
    return {p.relative_to(folder): p.stat().st_mtime_ns for p in folder.rglob('*')}


def run_piece(verify, folder, count):
    home = folder / 'home'
    home.mkdir()
    before = files_of(folder)
    done = subprocess.run(
        [verify, '--json', '--picture-seconds', str(SECONDS), folder / 'in'], capture_output=True,
        check=False, cwd=home, env={'HOME': str(home), 'LC_ALL': 'C.UTF-8'},
        timeout=60 + count * SECONDS * 30)
    assert done.returncode in (0, 1) or 20 <= done.returncode < 60, (done.returncode, done.stderr)
    answers = [json.loads(line) for line in done.stdout.splitlines()]
    order = list(dict.fromkeys(Path(answer['input']).name for answer in answers))
    assert order == [f'{i:05}' for i in range(count)], 'not each is answered in its place'
    assert files_of(folder) == before, 'a file was touched'
    causes = Counter(answer.get('cause', answer['verdict']) for answer in answers)
    assert causes['SELLO_E_PART'] == 0, 'the reader of pictures is not there: nothing was tried'
    return causes


def main():
    verify, count, seed, first = sys.argv[1], *map(int, sys.argv[2:5])
    files = [path.read_bytes() for path in SEEDS if path.suffix not in ('.txt', '.sh')]
    small = small_ones(files)
    bombs = [data for data, _ in hostile.PICTURES.values()]
    total = Counter()
    for start in range(first // PIECE * PIECE, count, PIECE):
        n = min(PIECE, count - start)
        rng = random.Random(f'{seed} {start}')  # a piece is the same wherever the run begins
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            (folder / 'in').mkdir()
            for i in range(n):
                of = files if rng.random() < LARGE else small
                data = rng.choice(bombs) if rng.random() < 0.002 else bent(rng, of)
                (folder / 'in' / f'{i:05}').write_bytes(data)
            causes = run_piece(Path(verify).absolute(), folder, n)
        total += causes
        print(f'{start + n} of {count}', dict(causes.most_common()), flush=True)
    for what, n in total.most_common():
        print(f'{n:8} {what}')


if __name__ == '__main__':
    main()
