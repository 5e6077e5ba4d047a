# SPDX-License-Identifier: Apache-2.0
"""A registry to break, and what is to be seen of it afterwards."""

import os
import pathlib
import re
import shutil
import sqlite3
import subprocess

PASSPHRASE = "una frase de prueba"
OTHER_PASSPHRASE = "otra frase bien larga"
# Files whose bytes are the database's and the marks' own business.
OWN = re.compile(r"^(registro|otro)/(registry\.db(-journal)?|lock|marks|last-backup)$|^state/")


class Tools:
    """The programs under test, and the folder where things are tried."""

    def __init__(self, build, work):
        build = pathlib.Path(build).resolve()
        self.sello = str(build / "registry/sello")
        self.verify = str(build / "verify/sello-verify")
        self.faults = str(build / "tests/torture/faults")
        self.memory = build / "tests/torture/libmemory.so"
        self.clock = build / "tests/torture/libclock.so"
        self.own_disks = self.find_own_disks()
        self.page = str(build / "verify/web")
        self.work = pathlib.Path(work).resolve()
        secrets = self.work / "secrets"
        secrets.mkdir(parents=True, exist_ok=True)
        for name, text in (("one", PASSPHRASE), ("other", OTHER_PASSPHRASE)):
            path = secrets / name
            path.write_text(text + "\n")
            path.chmod(0o600)
        self.secrets = secrets

    def environment(self, here):
        keep = {k: v for k, v in os.environ.items() if k in ("PATH", "TMPDIR")}
        return keep | {
            "HOME": str(here), "SELLO_REGISTRY": str(here / "registro"), "XDG_STATE_HOME": str(here / "state"),
            "XDG_DATA_HOME": str(here / "data"), "LC_ALL": "C.UTF-8", "TZ": "UTC",
            "ASAN_OPTIONS": "exitcode=99:detect_leaks=0:verify_asan_link_order=0", "UBSAN_OPTIONS": "exitcode=99",
        }  # fmt: skip

    def argv(self, command, secret="one"):
        """A command of a case: words for `sello`, with {one}, {other} and {page} in their places."""
        words = [w.format(one=self.secrets / "one", other=self.secrets / "other", page=self.page) for w in command]
        return [self.sello, "--no-input", "--lang", "en", "--passphrase-file", str(self.secrets / secret), *words]

    def run(self, here, command, before=(), extra=None, seconds=60, secret="one"):
        """Its exit code (negative: a signal), and what it said."""
        done = subprocess.run(
            [*before, *self.argv(command, secret)], cwd=here, env=self.environment(here) | (extra or {}),
            stdin=subprocess.DEVNULL, capture_output=True, timeout=seconds, check=False,
        )  # fmt: skip
        return done.returncode, done.stdout.decode(errors="replace"), done.stderr.decode(errors="replace")

    @staticmethod
    def find_own_disks():
        """What a command runs behind to have disks of its own; empty: that is not possible here."""
        for before in (["unshare", "--mount"], ["unshare", "--map-root-user", "--mount"]):
            try:
                made = subprocess.run([*before, "mount", "-t", "tmpfs", "sello", "/tmp"], capture_output=True, check=False)
            except OSError:
                return []
            if made.returncode == 0:
                return before
        return []

    def watch(self, *command):
        """How a command ends that is only watched."""
        return subprocess.run([self.faults, "--under", str(self.work), "--log", "/dev/null", "--", *command],
                              capture_output=True, check=False).returncode  # fmt: skip

    def must(self, here, *command):
        code, out, said = self.run(here, command)
        if code != 0:
            raise SystemExit(f"torture: {' '.join(command)} ended with {code}: {said}")
        return out


def fresh(source, target):
    """A copy of a folder in place of what was there."""
    shutil.rmtree(target, ignore_errors=True)
    shutil.copytree(source, target, symlinks=True)
    return target


def files(here):
    """Every file but the database's own, with its size."""
    found = {}
    for folder, _, names in os.walk(here):
        for name in names:
            path = pathlib.Path(folder, name)
            short = str(path.relative_to(here))
            if not OWN.match(short):
                found[short] = path.lstat().st_size
    return found


def records(here, registry="registro"):
    """How many rows each table has, the counters, and what every batch's state is. None: no registry."""
    path = here / registry / "registry.db"
    if not path.exists() or path.stat().st_size == 0:
        return None
    try:
        with sqlite3.connect(f"file:{path}?mode=ro", uri=True) as base:
            tables = [row[0] for row in base.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
            seen = {t: base.execute(f"SELECT count(*) FROM {t}").fetchone()[0] for t in sorted(tables)}
            seen["counters"] = dict(
                base.execute("SELECT name, value FROM counter WHERE name NOT IN ('issued', 'bundle_date')"))
            seen["batches"] = base.execute("SELECT state, n_labels FROM batch ORDER BY number").fetchall()
            seen["statuses"] = base.execute(
                "SELECT source, status, sum(n_labels) FROM status_range GROUP BY 1, 2 ORDER BY 1, 2").fetchall()
            seen["certificates"] = base.execute("SELECT state FROM certificate ORDER BY number").fetchall()
    except sqlite3.Error as error:
        return {"broken": str(error)}
    return seen


def age(here):
    """What was left under a temporary name is of two days ago."""
    for folder, folders, names in os.walk(here):
        for name in [*names, *folders]:
            if name.endswith(".tmp"):
                path = pathlib.Path(folder, name)
                os.utime(path, (path.stat().st_mtime - 2 * 86400,) * 2)


def differences(one, other):
    """In words, for whoever looks into a loss."""
    if one is None or other is None:
        return "no registry" if one is None else "a registry"
    told = []
    for key, value in one.items():
        was = other.get(key)
        if isinstance(value, dict) and isinstance(was, dict):
            told += [f"{name} {was.get(name)}→{n}" for name, n in value.items() if was.get(name) != n]
        elif was != value:
            told.append(f"{key} {was}→{value}")
    return ", ".join(told)


def whole(path):
    """Is a file under its final name as its writer ends one?"""
    data = path.read_bytes()
    match path.suffix:
        case ".pdf":
            return data.startswith(b"%PDF-") and data.rstrip().endswith(b"%%EOF")
        case ".png":
            return data.startswith(b"\x89PNG") and data.endswith(b"IEND\xaeB`\x82")
        case ".svg":
            return data.rstrip().endswith(b"</svg>")
        case ".zpl":
            return data.rstrip().endswith(b"^XZ")
        case ".json":
            return data.rstrip().endswith((b"}", b"]"))
        case ".csv":
            return data.endswith(b"\n")
    return len(data) > 0 or path.name == ".nojekyll"
