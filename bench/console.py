#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""console.py SELLO: how long `sello console` takes for each screen's question, of 2,000 producers and 100,000
labels, over one connection as a browser has it: the best and the middle one of five, in milliseconds."""

import http.client
import json
import os
import pathlib
import statistics
import subprocess
import sys
import tempfile
import time

PRODUCERS, CERTIFICATES, LABELS = 2000, 40, 100_000
ASKED = [
    ("status", {}),
    ("history", {"newest": 6}),
    ("producer/list", {}),
    ("product/list", {}),
    ("certificate/list", {}),
    ("batch/list", {}),
    ("producer/show", {"args": ["R1"]}),
    ("label/show", {"args": ["50000"]}),
    ("search", {"args": ["taller 1999"]}),
    ("report", {}),
]


def make_registry(sello, env):
    def run(*words):
        secret = ["--no-input", "--json", "--passphrase-file", "phrase"]
        done = subprocess.run([sello, *secret, *words], env=env, cwd=env["HOME"], check=True,
                              stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)  # fmt: skip
        return done.stdout.splitlines()

    home = pathlib.Path(env["HOME"])
    (home / "phrase").write_text("una frase para medir la ventana\n")
    rows = "".join(f"Taller número {i},Pueblo {i % 97},sí\n" for i in range(1, PRODUCERS + 1))
    (home / "p.csv").write_text("nombre,comunidad,publico\n" + rows)
    run("init", "--name", "Consejo", "--url", "https://sello.example/v/")
    run("scheme", "add", "--code", "1", "--name", "Rebozo")
    run("import", "producers", "--csv", "p.csv", "--commit")
    run("product", "add", "--name", "Rebozo de bolita")
    for i in range(1, CERTIFICATES + 1):
        run("certificate", "apply", "--product", "P1", "--producer", f"R{i}", "--scheme", "S1")
        run("certificate", "inspect", f"C{i}", "--result", "pass")
        run("certificate", "grant", f"C{i}", "--until", "2036-12-31")
    for i in range(1, 11):
        run("issue", f"C{i}", "--count", str(LABELS // 10))


class Window:
    def __init__(self, sello, env):
        words = [sello, "console", "--no-open", "--json"]
        self.process = subprocess.Popen(words, env=env, stdout=subprocess.PIPE, text=True)
        self.base, token = json.loads(self.process.stdout.readline())["url"].split("/#t=")
        self.http = http.client.HTTPConnection(self.base.split("//")[1])
        self.headers = {"Content-Type": "application/json", "Origin": self.base}
        answer, body = self.ask("/api/session", {"token": token})
        self.headers["X-Sello-Key"] = json.loads(body)["key"]
        self.headers["Cookie"] = answer.getheader("Set-Cookie").split(";")[0]

    def ask(self, path, body):
        self.http.request("POST", path, json.dumps(body), self.headers)
        answer = self.http.getresponse()
        return answer, answer.read()

    def time(self, path, body):
        start = time.perf_counter()
        answer, _ = self.ask("/api/" + path, body)
        took = (time.perf_counter() - start) * 1000
        if answer.status != 200:
            sys.exit(f"{path}: {answer.status}")
        return took


def main():
    if len(sys.argv) != 2:
        sys.exit("It is written: console.py SELLO, as in build/release/registry/sello")
    sello = os.path.abspath(sys.argv[1])
    with tempfile.TemporaryDirectory() as home:
        env = dict(os.environ, HOME=home, SELLO_REGISTRY=f"{home}/registro",
                   XDG_STATE_HOME=f"{home}/state")  # fmt: skip
        make_registry(sello, env)
        window = Window(sello, env)
        for path, body in ASKED:
            times = [window.time(path, body) for _ in range(5)]
            print(f"{path:18} best {min(times):4.0f}, middle {statistics.median(times):4.0f} ms")
        window.process.terminate()
        window.process.wait()


if __name__ == "__main__":
    main()
