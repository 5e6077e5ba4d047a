#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Two clerks in windows and one at a terminal, on one registry:

    console_clerks.py SELLO SECONDS [REGISTRY PASSPHRASE-FILE]

Without a registry, one is made for it. All that was answered is there, once: producers, labels, a text that all
three count up, labels that all three would sell and batches that all three would print. What was refused was
refused in words. What came of it is told on standard output; the exit is 1 where anything is lost or doubled."""

import collections
import http.client
import json
import os
import pathlib
import subprocess
import sys
import tempfile
import threading
import time
from urllib.parse import urlsplit


class Terminal:
    """One who types commands."""

    def __init__(self, program, registry, phrase):
        self.start = [program, '-r', registry, '--json', '--no-input', '--passphrase-file', phrase]

    def run(self, command, *args, **options):
        words = command.split('/') + list(args)
        for name, value in options.items():
            name = '--' + name.replace('_', '-') if len(name) > 1 else '-' + name
            words += [name] if value is True else [name, str(value)]
        done = subprocess.run(self.start + words, capture_output=True, text=True, check=False)
        return done.returncode, [json.loads(line) for line in done.stdout.splitlines()]

    def print_to(self, name):
        return {'to': 'pdf', 'o': os.path.join(os.path.dirname(self.start[2]), name)}


class Clerk:
    """One at a window, which asks as its page does."""

    def __init__(self, link, phrase):
        address = urlsplit(link)
        self.there = http.client.HTTPConnection(address.hostname, address.port, timeout=60)
        self.headers = {'Content-Type': 'application/json'}
        token = address.fragment.removeprefix('t=')
        _, headers, body = self.ask('POST', '/api/session', {'token': token})
        self.headers |= {'Cookie': headers['Set-Cookie'].split(';')[0], 'X-Sello-Key': body['key']}
        words = pathlib.Path(phrase).read_text(encoding='utf-8').strip()
        self.ask('POST', '/api/unlock', {'passphrase': words})

    def ask(self, method, path, body=None):
        self.there.request(method, path, None if body is None else json.dumps(body), self.headers)
        answer = self.there.getresponse()
        return answer.status, answer.headers, json.loads(answer.read())

    def run(self, command, *args, **options):
        body = {name.replace('_', '-'): value for name, value in options.items()}
        status, _, answer = self.ask('POST', '/api/' + command, body | ({'args': args} if args else {}))
        while status == 202:
            status, _, answer = self.ask('GET', f'/api/jobs/{answer["job"]}?wait=20')
        return answer.get('exit'), answer.get('lines', []) or [answer]

    def print_to(self, name):
        return {'to': 'pdf', 'o': {'file': name}}


class Office:
    """What all three did, as it was answered to them."""

    def __init__(self):
        self.lock = threading.Lock()
        self.producers, self.labels, self.sold, self.printed = [], [], [], []
        self.counted = 0
        self.refused = collections.Counter()
        self.failures = []

    def take(self, who, outcome, done):
        """Notes an answer, or that it was refused in words."""
        status, lines = outcome
        with self.lock:
            if status == 0:
                done(lines[-1])
            elif lines and lines[0].get('error') and lines[0].get('message'):
                self.refused[lines[0]['error']] += 1
            else:
                self.failures.append(f'{who}: {status}, without a word: {lines}')

    # ---- what each of them does in turn ----

    def add(self, who, at, n):
        outcome = at.run('producer/add', name=f'{who} {n}', origin='Temoaya')
        self.take(who, outcome, lambda line: self.producers.append(line['id']))

    def issue(self, who, at, _n):
        outcome = at.run('issue', 'C1', count=3)
        self.take(who, outcome, lambda line: self.labels.append((line['first_serial'], line['last_serial'])))

    def as_seen(self, who, at, done, command, *args, **options):
        """Looks what would be, and does it if it is so still; what would be printed again is left."""
        looked = at.run(command, *args, dry_run=True, **options)
        if looked[0] == 0 and looked[1][-1].get('reprints'):
            return
        if looked[0] == 0:
            looked = at.run(command, *args, if_seen=looked[1][-1]['seen'], **options)
        self.take(who, looked, done)

    def count(self, who, at, _n):
        """One more than is there; nothing in between may be lost."""
        seen = at.run('producer/edit', 'R1', state='?', yes=True, dry_run=True)[1][-1]['seen']
        before = int(at.run('producer/show', 'R1')[1][0].get('state') or 0)

        def done(_line):
            self.counted += 1

        self.take(who, at.run('producer/edit', 'R1', state=str(before + 1), yes=True, if_seen=seen), done)

    def sell(self, who, at, _n):
        """The first that is not sold: all three are after the same one."""
        serial = len(self.sold) + 1
        self.as_seen(who, at, lambda line: self.sold.extend([serial] * line['changed']), 'sold', str(serial))

    def print(self, who, at, n):
        """The last batch that nobody printed."""
        left = [row['id'] for row in at.run('batch/list', state='signed')[1] if row['printed'] == 0]
        if left:
            self.as_seen(who, at, lambda _line: self.printed.append(left[-1]), 'print', left[-1],
                         stock='avery-5162', **at.print_to(f'{who}-{n}.pdf'))

    def work(self, who, at, seconds):
        steps = (self.add, self.issue, self.count, self.sell, self.print)
        end, n = time.monotonic() + seconds, 0
        while time.monotonic() < end:
            steps[n % len(steps)](who, at, n)
            n += 1

    # ---- afterwards ----

    def hold(self, right, words):
        if not right:
            self.failures.append(words)

    def judge(self, at, before):
        after = {row['id'] for row in at.run('producer/list')[1]}
        self.hold(after - before == set(self.producers) and len(set(self.producers)) == len(self.producers),
                  f'producers: {len(self.producers)} were answered, {len(after - before)} are there')
        serials = [serial for first, last in self.labels for serial in range(first, last + 1)]
        self.hold(len(serials) == len(set(serials)) == 3 * len(self.labels), f'labels: {self.labels}')
        state = at.run('producer/show', 'R1')[1][0].get('state')
        self.hold(int(state or 0) == self.counted, f'counted: {self.counted}, and it says {state}')
        self.hold(len(self.sold) == len(set(self.sold)), f'sold: {self.sold}')
        self.hold(len(self.printed) == len(set(self.printed)), f'printed twice: {self.printed}')
        printed = [row['printed'] for row in at.run('batch/list')[1] if row['id'] in self.printed]
        self.hold(all(n > 0 for n in printed), f'printed: {printed}')
        self.hold(min(map(len, (self.producers, self.labels, self.sold))) > 0 and self.counted > 0,
                  'too little was done')


def make_registry(program, folder):
    registry, phrase = os.path.join(folder, 'registro'), os.path.join(folder, 'frase')
    pathlib.Path(phrase).write_text('tres oficios en una mesa larga\n', encoding='utf-8')
    os.chmod(phrase, 0o600)
    at = Terminal(program, registry, phrase)
    for command, args, options in (
            ('init', (), {'name': 'Consejo', 'url': 'https://sello.example/v/', 'contact': 'x'}),
            ('scheme/add', (), {'code': 1, 'name': 'Barro'}),
            ('producer/add', (), {'name': 'Familia Ruiz', 'origin': 'Coyotepec'}),
            ('product/add', (), {'name': 'Cántaro'}),
            ('certificate/apply', (), {'product': 'P1', 'producer': 'R1', 'scheme': 'S1'}),
            ('certificate/inspect', ('C1',), {'result': 'pass'}),
            ('certificate/grant', ('C1',), {}), ('issue', ('C1',), {'count': 3})):
        status, lines = at.run(command, *args, **options)
        if status != 0:
            sys.exit(f'{command}: {lines}')
    return registry, phrase


def run(program, seconds, registry, phrase):
    office, terminal = Office(), Terminal(program, registry, phrase)
    window = subprocess.Popen([program, '-r', registry, '--json', 'console', '--no-open'],
                              stdout=subprocess.PIPE)
    first = Clerk(json.loads(window.stdout.readline())['url'], phrase)
    second = Clerk(first.ask('POST', '/api/session/invite', {})[2]['url'], phrase)
    before = {row['id'] for row in terminal.run('producer/list')[1]}
    workers = [threading.Thread(target=office.work, args=(who, at, seconds))
               for who, at in (('Ana', first), ('Luis', second), ('Rosa', terminal))]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    window.terminate()
    office.hold(window.wait(timeout=30) == 0, 'the window did not end well')
    office.judge(terminal, before)
    print(f'{seconds} s: {len(office.producers)} producers, {len(office.labels)} batches of 3, '
          f'{office.counted} changes of one record, {len(office.sold)} sold, {len(office.printed)} printed; '
          f'refused {dict(office.refused)}')
    for failure in office.failures:
        print(failure)
    return 1 if office.failures else 0


def main():
    if len(sys.argv) not in (3, 5):
        sys.exit(__doc__)
    program, seconds = os.path.abspath(sys.argv[1]), float(sys.argv[2])
    if len(sys.argv) == 5:
        return run(program, seconds, *map(os.path.abspath, sys.argv[3:]))
    with tempfile.TemporaryDirectory() as folder:
        os.environ.update(HOME=folder, XDG_STATE_HOME=f'{folder}/state')
        os.environ.setdefault('ASAN_OPTIONS', 'detect_leaks=0')
        return run(program, seconds, *make_registry(program, folder))


sys.exit(main())
