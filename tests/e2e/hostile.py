#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""hostile.py FOLDER: pictures made to harm, each of its own kind, and how each must end:
a line of "name verdict cause" for each, in the order of their names."""
import struct
import sys
import zlib
from pathlib import Path

FINDER = ['1111111', '1000001', '1011101', '1011101', '1011101', '1000001', '1111111']


def chunk(name, data):
    return struct.pack('>I', len(data)) + name + data + struct.pack('>I', zlib.crc32(name + data))


def png(width, height, bits, rows):
    head = struct.pack('>IIBBBBB', width, height, bits, 0, 0, 0, 0)
    return (b'\x89PNG\r\n\x1a\n' + chunk(b'IHDR', head) + chunk(b'IDAT', zlib.compress(rows, 9))
            + chunk(b'IEND', b''))


def tiled(side):
    """Finder patterns, a module a pixel, side by side: every three of them could be a symbol's."""
    period = 9
    rows = []
    for y in range(side):
        row = '0' * side
        if y % period < 7:
            row = ((FINDER[y % period] + '00') * (side // period + 1))[:side]
        bits = ''.join('0' if bit == '1' else '1' for bit in row).ljust((side + 7) // 8 * 8, '1')
        rows.append(b'\0' + int(bits, 2).to_bytes(len(bits) // 8, 'big'))
    return png(side, side, 1, b''.join(rows))


def riff(payload):
    return b'RIFF' + struct.pack('<I', len(payload) + 4) + b'WEBP' + payload


PICTURES = {
    # more pixels than may be, said and not said
    'bomb.png': (png(60000, 60000, 8, b''), 'TOO_LARGE'),
    'bomb_jpeg.jpg': (b'\xff\xd8\xff\xc0\x00\x0b\x08\xff\xdc\xff\xdc\x01\x01\x11\x00', None),
    'bomb_webp.webp': (riff(b'VP8X' + struct.pack('<I', 10) + b'\0\0\0\0' + b'\xff\xff\xff' * 2), None),
    # as many rows as it says, of nothing but zeros: 100 MB out of 100 KB
    'grey.png': (png(10000, 10000, 8, bytes(10001 * 10000)), 'NO_CODE'),
    'half.png': (tiled(900)[:400], 'DAMAGED'),
    'heic.heic': (b'\0\0\0\x18ftypheic\0\0\0\0mif1heic' + b'\xff' * 200, None),
    'nothing.png': (b'', 'FORMAT'),
    'tiled.png': (tiled(3000), 'SLOW'),
}


def main():
    folder = Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    for name, (data, cause) in sorted(PICTURES.items()):
        (folder / name).write_bytes(data)
        print(name, 'unreadable', cause or '-')


if __name__ == '__main__':
    main()
