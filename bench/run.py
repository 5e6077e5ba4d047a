# SPDX-License-Identifier: Apache-2.0
"""One command, and what it cost."""
import os
import re
import subprocess
import threading
import time

MIB = 1024 * 1024


class Run:
    """One command's cost: seconds on the wall, of all cores, and bytes of memory at most."""

    def __init__(self, command, stdin=None, stdout=subprocess.DEVNULL, expect=(0,), watch=False):
        start = time.monotonic()
        child = subprocess.Popen(command, stdin=stdin, stdout=stdout, stderr=subprocess.DEVNULL)
        self.first_peak = self.later_peak = 0
        if watch:
            self._watch(child.pid)
        _, status, usage = os.wait4(child.pid, 0)
        child.returncode = os.waitstatus_to_exitcode(status)
        self.wall = time.monotonic() - start
        self.cpu = usage.ru_utime + usage.ru_stime
        self.peak = max(usage.ru_maxrss * 1024, self.first_peak)
        if child.returncode not in expect:
            raise SystemExit("failed (%d): %s" % (child.returncode, " ".join(command)[:200]))

    def _watch(self, pid):
        """Follows the memory, and forgets its peak once the key derivation's has been given back."""
        threading.Thread(target=self._follow, args=(pid,), daemon=True).start()

    def _follow(self, pid):
        forgotten = seen_large = False
        try:
            while True:
                with open("/proc/%d/status" % pid, encoding="ascii", errors="replace") as file:
                    text = file.read()
                now = int(re.search(r"VmRSS:\s+(\d+)", text).group(1)) * 1024
                peak = int(re.search(r"VmHWM:\s+(\d+)", text).group(1)) * 1024
                seen_large = seen_large or now > 64 * MIB
                if seen_large and not forgotten and now < 64 * MIB:
                    with open("/proc/%d/clear_refs" % pid, "w", encoding="ascii") as file:
                        file.write("5")
                    forgotten = True
                elif forgotten:
                    self.later_peak = peak
                else:
                    self.first_peak = peak
                time.sleep(0.02)
        except (OSError, AttributeError):
            pass
