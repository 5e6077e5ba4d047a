# SPDX-License-Identifier: Apache-2.0
"""A second reading of Sello's formats, made from their specification alone.

It shares no code and no CBOR reader with the C of wire/ and verify/: where both agree, the
specification says what it was meant to say. Slow and plain on purpose.

    cbor      the strict subset             label    labels: claims, token, text
    codes     digits, printed serials       root     who may sign, and what may follow
    keys      Ed25519, kid                  bundle   status lists, rows, batches
    cose      what is signed                trust    trust files
    fields    typed checks                  verdict  the verdict on one label text
"""

from . import bundle, cbor, codes, cose, errors, fields, keys, label, root, trust, verdict
from .errors import Refused

__all__ = ["bundle", "cbor", "codes", "cose", "errors", "fields", "keys", "label", "root", "trust",
           "verdict", "Refused"]  # fmt: skip
