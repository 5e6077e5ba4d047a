# SPDX-License-Identifier: Apache-2.0
"""check_hardened.py PROGRAM...: each is a position-independent program whose tables are read-only once it runs, without a
stack that could be run, with guarded stacks, checked calls of the C library, and (x86) marked branches."""

import platform
import shutil
import subprocess
import sys


def told(*arguments):
    return subprocess.run(["readelf", "--wide", *arguments], capture_output=True, text=True, check=True).stdout


def faults(program):
    header, segments, dynamic = told("-h", program), told("-l", program), told("-d", program)
    imports = told("--dyn-syms", program)
    if "DYN" not in header.split("Type:", 1)[1].split("\n", 1)[0]:
        yield "is at a fixed address: no -pie"
    if "GNU_RELRO" not in segments or "NOW" not in dynamic:
        yield "has tables that can be written over while it runs: no -z relro -z now"
    stack = [line for line in segments.splitlines() if "GNU_STACK" in line]
    if not stack or " RWE " in stack[0]:
        yield "has a stack that can be run: no -z noexecstack"
    if "__stack_chk_fail" not in imports:
        yield "has stacks without a guard: no -fstack-protector-strong"
    if "_chk@" not in imports.replace("__stack_chk_fail", ""):
        yield "calls the C library unchecked: no _FORTIFY_SOURCE"
    if platform.machine() == "x86_64":
        # The note about it is missing where the C library's own start has none, as on Debian 12.
        with open(program, "rb") as file:
            marks = file.read().count(b"\xf3\x0f\x1e\xfa")
        if marks < 20:
            yield f"has {marks} marked branches: no -fcf-protection"


def main():
    if not shutil.which("readelf"):
        print("readelf is not here: install binutils.")
        return 77
    found = [f"{program} {fault}" for program in sys.argv[1:] for fault in faults(program)]
    print("\n".join(found) or f"{len(sys.argv) - 1} programs are hardened.")
    return 1 if found else 0


sys.exit(main())
