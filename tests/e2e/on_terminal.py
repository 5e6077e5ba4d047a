# SPDX-License-Identifier: Apache-2.0
"""Runs a command on a terminal of its own, as a person would: waits for each text, then types its answer.

    on_terminal.py TEXT ANSWER [TEXT ANSWER...] -- COMMAND...

Prints what the screen showed; exits as the command does, or with 98 where a text did not come.
"""

import fcntl
import os
import pty
import select
import struct
import sys
import termios
import time

LONGEST = 60  # seconds that a text may take


def main():
    at = sys.argv.index("--")
    steps = sys.argv[1:at]
    child, terminal = pty.fork()
    if child == 0:
        os.execvp(sys.argv[at + 1], sys.argv[at + 1:])
    # So wide that sentences stay in one line.
    fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", 40, 1000, 0, 0))
    screen, seen, until = b"", 0, time.monotonic() + LONGEST
    while True:
        while steps and (found := screen.find(steps[0].encode(), seen)) >= 0:
            seen = found + len(steps[0].encode())
            time.sleep(0.2)  # it turns off the echo, and throws away what was typed before
            os.write(terminal, steps[1].encode() + b"\n")
            steps, until = steps[2:], time.monotonic() + LONGEST
        ready, _, _ = select.select([terminal], [], [], 1)
        try:
            more = os.read(terminal, 65536) if ready else None
        except OSError:  # Linux: the other end is closed
            more = b""
        if more == b"":
            break
        screen += more or b""
        if time.monotonic() > until:
            os.kill(child, 9)
            break
    sys.stdout.write(screen.decode(errors="replace").replace("\r\n", "\n"))
    _, status = os.waitpid(child, 0)
    sys.exit(98 if steps else os.waitstatus_to_exitcode(status))


if __name__ == "__main__":
    main()
