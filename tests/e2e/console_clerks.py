#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Two clerks in windows and one at a terminal, on one registry for some seconds:
console_clerks.py SELLO REGISTRY PASSPHRASE-FILE. All that was answered is there, once, and what was
refused was refused in words."""

import http.client
import json
import subprocess
import sys
import threading
import time
from urllib.parse import urlsplit

PROGRAM, REGISTRY, PASSPHRASE = sys.argv[1:4]
SECONDS = 4
with open(PASSPHRASE, encoding='utf-8') as f:
    WORDS = f.read().strip()
failures, made, labels, lock = [], [], [], threading.Lock()


def terminal(*words):
    done = subprocess.run([PROGRAM, '-r', REGISTRY, '--json', '--no-input', '--passphrase-file',
                           PASSPHRASE, *words], capture_output=True, text=True, check=False)
    return done.returncode, [json.loads(line) for line in done.stdout.splitlines()]


class Clerk:
    def __init__(self, link):
        address = urlsplit(link)
        self.there = http.client.HTTPConnection(address.hostname, address.port, timeout=60)
        self.headers = {'Content-Type': 'application/json'}
        token = address.fragment.removeprefix('t=')
        _, headers, body = self.ask('POST', '/api/session', {'token': token})
        self.headers |= {'Cookie': headers['Set-Cookie'].split(';')[0], 'X-Sello-Key': body['key']}
        self.ask('POST', '/api/unlock', {'passphrase': WORDS})

    def ask(self, method, path, body=None):
        self.there.request(method, path, None if body is None else json.dumps(body), self.headers)
        answer = self.there.getresponse()
        return answer.status, answer.headers, json.loads(answer.read())

    def run(self, command, **body):
        status, _, answer = self.ask('POST', '/api/' + command, body)
        while status == 202:
            status, _, answer = self.ask('GET', f'/api/jobs/{answer["job"]}?wait=20')
        return answer.get('exit'), answer.get('lines', []) or [answer]


def keep(name, n, outcome):
    """Notes what was answered: a producer's id, or a batch's serials."""
    status, lines = outcome
    with lock:
        if status == 0 and n % 3 != 2:
            made.append(lines[0]['id'])
        elif status == 0:
            labels.append((lines[-1]['first_serial'], lines[-1]['last_serial']))
        elif not lines or not lines[0].get('message'):
            failures.append(f'{name} {n}: {status}, without a word: {lines}')


def work(name, producer, issue):
    end, n = time.monotonic() + SECONDS, 0
    while time.monotonic() < end:
        keep(name, n, issue() if n % 3 == 2 else producer(f'{name} {n}'))
        n += 1


def by_clerk(clerk):
    return (lambda name: clerk.run('producer/add', name=name, origin='Temoaya'),
            lambda: clerk.run('issue', args=['C1'], count=3))


def main():
    window = subprocess.Popen([PROGRAM, '-r', REGISTRY, '--json', 'console', '--no-open'],
                              stdout=subprocess.PIPE)
    first = Clerk(json.loads(window.stdout.readline())['url'])
    second = Clerk(first.ask('POST', '/api/session/invite', {})[2]['url'])
    before = {row['id'] for row in terminal('producer', 'list')[1]}
    workers = [threading.Thread(target=work, args=('Ana', *by_clerk(first))),
               threading.Thread(target=work, args=('Luis', *by_clerk(second))),
               threading.Thread(target=work, args=(
                   'Rosa', lambda name: terminal('producer', 'add', '--name', name, '--origin', 'X'),
                   lambda: terminal('issue', 'C1', '--count', '3')))]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    window.terminate()
    if window.wait(timeout=30) != 0:
        failures.append('the window did not end well')
    after = {row['id'] for row in terminal('producer', 'list')[1]}
    serials = [serial for first_one, last in labels for serial in range(first_one, last + 1)]
    if len(made) != len(set(made)) or after - before != set(made):
        failures.append(f'producers: {len(made)} were answered, {len(after - before)} are there')
    if len(serials) != len(set(serials)) or len(serials) != 3 * len(labels):
        failures.append(f'labels: {labels}')
    if len(made) < 6 or len(labels) < 3:
        failures.append(f'too little was done: {len(made)} producers, {len(labels)} batches')
    print('\n'.join(failures))
    return 1 if failures else 0


sys.exit(main())
