#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""python_way.py COUNT FOLDER [qrcode|segno]: what one would write in an afternoon instead of Sello.

Signs COUNT labels with PyNaCl and writes each one's symbol with a QR library of Python, as PNG files.
Prints the seconds that it took."""
import sys
import time

import nacl.signing


def text_of(key, serial):
    message = (b"Mezcal espadin joven|Palenque El Sabino|Santiago Matatlan, Oax.|lote 2026-11|"
               b"destilado en barro, 47%%|serie %d" % serial)
    signed = key.sign(message)
    return "https://sello.example/v/#" + str(int.from_bytes(bytes(signed), "little"))


def with_qrcode(text, path):
    import qrcode
    code = qrcode.QRCode(error_correction=qrcode.constants.ERROR_CORRECT_M, box_size=10, border=4)
    code.add_data(text, optimize=20)
    code.make(fit=True)
    code.make_image().save(path)


def with_segno(text, path):
    import segno
    segno.make(text, error="m", boost_error=False).save(path, scale=10, border=4)


def main():
    count, folder = int(sys.argv[1]), sys.argv[2]
    write = with_segno if sys.argv[3:] == ["segno"] else with_qrcode
    key = nacl.signing.SigningKey.generate()
    write(text_of(key, 0), folder + "/warm.png")
    start = time.monotonic()
    for serial in range(1, count + 1):
        write(text_of(key, serial), "%s/%06d.png" % (folder, serial))
    print("%.6f" % (time.monotonic() - start))


main()
