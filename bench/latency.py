#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""latency.py SELLO [--labels N]: what a server far away costs: the same commands straight and through a proxy on this computer that
holds each message 20 ms each way, 40 ms there and back. script/postgresql /usr/bin/python3 bench/latency.py build/release/registry/sello"""

import argparse
import asyncio
import os
import pathlib
import subprocess
import tempfile
import threading
import time

HELD = 0.020  # seconds, each way
CERTIFICATES = 100


class Proxy:
    """Bytes come out in order, each HELD after it came in."""

    def __init__(self, folder, server):
        self.folder, self.server = folder, server
        self.ways = 0
        threading.Thread(target=lambda: asyncio.run(self.serve()), daemon=True).start()
        while not (pathlib.Path(folder) / ".s.PGSQL.5432").exists():
            time.sleep(0.01)

    async def pass_on(self, reader, writer, counts):
        loop, queue = asyncio.get_running_loop(), asyncio.Queue()

        async def let_go():
            while True:
                due, data = await queue.get()
                await asyncio.sleep(max(0, due - loop.time()))
                if not data:
                    writer.close()
                    return
                writer.write(data)

        task = asyncio.create_task(let_go())
        while True:
            data = await reader.read(1 << 20)
            self.ways += counts and bool(data)
            await queue.put((loop.time() + HELD, data))
            if not data:
                break
        await task

    async def meet(self, reader, writer):
        try:
            far_reader, far_writer = await asyncio.open_unix_connection(self.server + "/.s.PGSQL.5432")
            await asyncio.gather(self.pass_on(reader, far_writer, True), self.pass_on(far_reader, writer, False))
        except OSError:
            pass

    async def serve(self):
        server = await asyncio.start_unix_server(self.meet, self.folder + "/.s.PGSQL.5432")
        async with server:
            await server.serve_forever()


def main():
    options = argparse.ArgumentParser()
    options.add_argument("sello")
    options.add_argument("--labels", type=int, default=100_000)
    o = options.parse_args()
    sello = os.path.abspath(o.sello)
    straight = os.environ["SELLO_TEST_POSTGRESQL"]
    server = straight.split("host=")[1]
    with tempfile.TemporaryDirectory() as room:
        proxy_folder = room + "/far"
        os.makedirs(proxy_folder)
        proxy = Proxy(proxy_folder, server)
        env = {"PATH": os.environ["PATH"], "HOME": room, "XDG_STATE_HOME": room + "/state"}
        pathlib.Path(room, "phrase").write_text("una frase para medir la distancia\n", encoding="utf-8")
        os.chmod(room + "/phrase", 0o600)

        def run(*words):
            begun = time.monotonic()
            subprocess.run([sello, "--no-input", "--json", "--passphrase-file", "phrase", "-r", "registro", *words], env=env,
                           cwd=room, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
            return time.monotonic() - begun

        run("init", "--store", straight, "--name", "Consejo", "--url", "https://sello.example/v/")
        run("scheme", "add", "--code", "1", "--name", "Rebozo")
        run("producer", "add", "--name", "Taller", "--origin", "Temoaya")
        run("product", "add", "--name", "Rebozo de bolita")
        for i in range(1, CERTIFICATES + 1):
            run("certificate", "apply", "--product", "P1", "--producer", "R1", "--scheme", "S1")
        run("certificate", "inspect", "C1", "--result", "pass")
        run("certificate", "grant", "C1")
        serial = [1]

        def next_serial():
            serial[0] += 1
            return str(serial[0])

        asked = [
            ("withdraw one label", lambda: ("withdraw", next_serial(), "--reason", "lost"), 5),
            ("list of 100 certificates", lambda: ("certificate", "list"), 5),
            ("show a label", lambda: ("label", "show", "9"), 5),
            ("issue 3 labels", lambda: ("issue", "C1", "--count", "3"), 3),
            (f"issue {o.labels:,} labels", lambda: ("issue", "C1", "--count", str(o.labels)), 2),
        ]
        run("issue", "C1", "--count", "40")
        print("| command | straight | 40 ms away | messages there |\n|---|---|---|---|")
        for name, words, times in asked:
            near = min(run(*words()) for _ in range(times))
            database = pathlib.Path(room, "registro", "database")
            database.write_text(straight.replace(server, proxy_folder) + "\n", encoding="utf-8")
            far = []
            for _ in range(times):
                before = proxy.ways
                far.append((run(*words()), proxy.ways - before))
            database.write_text(straight + "\n", encoding="utf-8")
            seconds, ways = min(far)
            print(f"| {name} | {near:.2f} s | {seconds:.2f} s | {ways} |", flush=True)


main()
