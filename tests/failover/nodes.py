# SPDX-License-Identifier: Apache-2.0
"""Three Patroni nodes in network namespaces of their own, etcd and HAProxy on this side of a bridge. Run by failover.py,
as root, in a network and mount namespace that ends with it."""
import glob
import json
import os
import pwd
import shutil
import signal
import subprocess
import time
import urllib.request

NODES = ("n1", "n2", "n3")
OUTER = "10.77.0.1"
PROXY_PORT = 5000


def address(node):
    return f"10.77.0.1{node[1:]}"


def run(*words):
    subprocess.run(words, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def make_network():
    """A bridge, and a pair of ends for each node; /run/netns is ours alone."""
    os.makedirs("/run/netns", exist_ok=True)
    run("mount", "-t", "tmpfs", "tmpfs", "/run/netns")
    run("ip", "link", "set", "lo", "up")
    run("ip", "link", "add", "bridge", "type", "bridge")
    run("ip", "addr", "add", OUTER + "/24", "dev", "bridge")
    run("ip", "link", "set", "bridge", "up")
    for node in NODES:
        run("ip", "netns", "add", node)
        run("ip", "link", "add", "out-" + node, "type", "veth", "peer", "name", "in-" + node, "netns", node)
        run("ip", "link", "set", "out-" + node, "master", "bridge")
        run("ip", "link", "set", "out-" + node, "up")
        run("ip", "-n", node, "addr", "add", address(node) + "/24", "dev", "in-" + node)
        run("ip", "-n", node, "link", "set", "in-" + node, "up")
        run("ip", "-n", node, "link", "set", "lo", "up")


def patroni_settings(node, room, bin_folder):
    trusted = ["local all all trust", "host all all 10.77.0.0/24 trust", "host replication all 10.77.0.0/24 trust"]
    return {
        "scope": "sello", "name": node,
        "restapi": {"listen": address(node) + ":8008", "connect_address": address(node) + ":8008"},
        "etcd": {"host": OUTER + ":2379"},
        "bootstrap": {
            # Nothing is told as done before a second node has it, also where no second one is there.
            "dcs": {"ttl": 8, "loop_wait": 1, "retry_timeout": 3, "maximum_lag_on_failover": 33554432,
                    "master_start_timeout": 0, "synchronous_mode": True, "synchronous_mode_strict": True,
                    "postgresql": {"use_pg_rewind": True,
                                   "parameters": {"max_connections": 60, "shared_buffers": "32MB", "fsync": "off",
                                                  "wal_log_hints": "on", "wal_keep_size": "256MB"}}},
            "initdb": [{"encoding": "UTF8"}, {"locale": "C.UTF-8"}], "pg_hba": trusted},
        "postgresql": {
            "listen": address(node) + ":5432", "connect_address": address(node) + ":5432", "bin_dir": bin_folder,
            "data_dir": f"{room}/{node}", "pgpass": f"{room}/{node}.pgpass", "pg_hba": trusted,
            "authentication": {"superuser": {"username": "sello"}, "replication": {"username": "replicator"},
                               "rewind": {"username": "sello"}},
            "parameters": {"unix_socket_directories": ""}},
    }


PROXY = """
global
  maxconn 200
defaults
  mode tcp
  timeout connect 2s
  timeout client 60s
  timeout server 60s
  retries 1
listen sello
  bind 127.0.0.1:{port}
  option httpchk GET /primary
  default-server inter 500ms fall 1 rise 1 on-marked-down shutdown-sessions check port 8008
"""


class Cluster:
    def __init__(self, room):
        self.room = room
        self.owner = pwd.getpwnam("postgres")
        self.children = {}
        self.patroni_ends = {}
        self.bin = sorted(glob.glob("/usr/lib/postgresql/*/bin"))[-1]
        os.makedirs(room, exist_ok=True)
        shutil.chown(room, self.owner.pw_uid, self.owner.pw_gid)

    def start(self, name, *words, node=None):
        if node is not None:
            words = ("ip", "netns", "exec", node, *words)
        log = open(f"{self.room}/{name}.log", "ab")
        self.children[name] = subprocess.Popen(
            ["setpriv", "--pdeathsig", "KILL", *words], stdout=log, stderr=log, stdin=subprocess.DEVNULL, cwd=self.room)

    def as_owner(self, *words):
        return ("setpriv", f"--reuid={self.owner.pw_uid}", f"--regid={self.owner.pw_gid}", "--clear-groups", *words)

    def start_patroni(self, node):
        settings = f"{self.room}/{node}.yml"
        with open(settings, "w", encoding="utf-8") as file:
            json.dump(patroni_settings(node, self.room, self.bin), file)
        self.start("patroni-" + node, *self.as_owner("patroni", settings), node=node)

    def start_all(self):
        make_network()
        self.start("etcd", *self.as_owner(
            "etcd", "--data-dir", f"{self.room}/etcd", "--listen-client-urls", f"http://{OUTER}:2379", "--enable-v2",
            "--advertise-client-urls", f"http://{OUTER}:2379", "--listen-peer-urls", "http://127.0.0.1:2380"))
        with open(f"{self.room}/haproxy.cfg", "w", encoding="utf-8") as file:
            file.write(PROXY.format(port=PROXY_PORT))
            file.writelines(f"  server {node} {address(node)}:5432\n" for node in NODES)
        time.sleep(2)
        for node in NODES:
            self.start_patroni(node)
        self.start("haproxy", "haproxy", "-db", "-f", f"{self.room}/haproxy.cfg")
        return self.wait_whole(120)

    def ask(self, node, path):
        """Patroni's own word, or None."""
        try:
            with urllib.request.urlopen(f"http://{address(node)}:8008{path}", timeout=1) as answer:
                return json.load(answer)
        except (OSError, ValueError):
            return None

    def primary(self):
        return next((node for node in NODES if self.ask(node, "/primary") is not None), None)

    def wait_whole(self, seconds):
        """A primary, and two that follow it, one of them synchronously."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            followers = sum(self.ask(node, "/replica") is not None for node in NODES)
            synchronous = any(self.ask(node, "/synchronous") is not None for node in NODES)
            if self.primary() is not None and followers == 2 and synchronous:
                return True
            time.sleep(0.5)
        return False

    def keep_patroni(self):
        for node in NODES:
            if self.children["patroni-" + node].poll() is not None:
                self.start_patroni(node)

    # ---- what goes wrong ----

    def kill(self, node):
        """The server at once; and by turns its Patroni too."""
        try:
            with open(f"{self.room}/{node}/postmaster.pid", encoding="utf-8") as file:
                os.kill(int(file.readline()), signal.SIGKILL)
        except (OSError, ValueError):
            return False
        return True

    def kill_patroni(self, node):
        self.children["patroni-" + node].kill()

    def cut(self, node, is_cut):
        run("ip", "link", "set", "out-" + node, "down" if is_cut else "up")

    def stop(self):
        for name in [n for n in self.children if n.startswith("patroni")] + ["haproxy", "etcd"]:
            if name in self.children:
                self.children[name].kill()
        for node in NODES:
            self.kill(node)
