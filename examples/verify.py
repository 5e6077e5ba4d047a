#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""verify.py TRUST_FILE LABEL_TEXT: the verdict on a label and what it says, by libselloverify."""

import ctypes
import os
import sys
import time

library = ctypes.CDLL(os.environ.get("SELLO_LIBRARY", "libselloverify.so.1"))
size_t, text, number = ctypes.c_size_t, ctypes.c_char_p, ctypes.c_uint64
for name, result, arguments in (
    ("sello_trust_room", size_t, [text, size_t]),
    ("sello_trust_load", ctypes.c_int, [text, size_t, ctypes.c_void_p, size_t, ctypes.c_void_p]),
    ("sello_cause_text", text, [ctypes.c_int]),
    ("sello_report_size", size_t, []),
    ("sello_report_verdict", ctypes.c_int, [ctypes.c_void_p]),
    ("sello_report_text", text, [ctypes.c_void_p, text]),
    ("sello_verdict_name", text, [ctypes.c_int]),
    ("sello_verdict_exit", ctypes.c_int, [ctypes.c_int]),
    ("sello_verify_text", None, [ctypes.c_void_p, text, size_t, ctypes.c_void_p, ctypes.c_void_p]),
):
    function = getattr(library, name)
    function.restype, function.argtypes = result, arguments


class Policy(ctypes.Structure):
    """struct sello_policy"""

    _fields_ = [("trusts", ctypes.c_void_p), ("n_trusts", size_t), ("now", number), ("language", text)]


class Trust:
    """A certifier's trust file, accepted. The library keeps pointing into the file and the memory."""

    def __init__(self, file):
        self.file = file
        room = library.sello_trust_room(file, len(file))
        self.memory = ctypes.create_string_buffer(room)
        self.pointer = ctypes.c_void_p()
        cause = library.sello_trust_load(
            file, len(file), self.memory, room, ctypes.byref(self.pointer)
        )
        if cause != 0:
            raise ValueError(library.sello_cause_text(cause).decode())

    def verify(self, label, now):
        """The verdict's name, its exit status, and the texts that the label says."""
        policy = Policy(ctypes.addressof(self.pointer), 1, now, b"es")
        work = ctypes.create_string_buffer(4096)  # struct sello_workspace
        report = ctypes.create_string_buffer(library.sello_report_size())
        label = label.encode("utf-8", "surrogateescape")
        library.sello_verify_text(ctypes.byref(policy), label, len(label), work, report)
        verdict = library.sello_report_verdict(report)
        says = [
            library.sello_report_text(report, name).decode()
            for name in (b"serial_text", b"product", b"producer")
        ]
        return library.sello_verdict_name(verdict).decode(), library.sello_verdict_exit(verdict), says


def main():
    if len(sys.argv) != 3:
        sys.exit("It is written: verify.py TRUST_FILE LABEL_TEXT")
    with open(sys.argv[1], "rb") as file:
        trust = Trust(file.read())
    verdict, status, says = trust.verify(sys.argv[2], int(time.time()))
    print(verdict)
    if any(says):
        print(*says)
    sys.exit(status)


if __name__ == "__main__":
    main()
