#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""The window under attack: console_attack.py SELLO REGISTRY PASSPHRASE-FILE. Whoever may not ask gets
nothing, nothing runs, and what it needs does not grow. SELLO_ALL=1: 10,000 requests instead of 600."""

import http.client
import json
import os
import re
import signal
import socket
import subprocess
import sys
import time
from urllib.parse import urlsplit

PROGRAM, REGISTRY, PASSPHRASE = sys.argv[1:4]
MANY = 10000 if os.environ.get('SELLO_ALL') else 600
JSON = {'Content-Type': 'application/json'}
failures = []


def expect(what, wanted, got):
    wanted = wanted if isinstance(wanted, tuple) else (wanted,)
    if got not in wanted:
        failures.append(f'{what}: {got} instead of {wanted}')


class Window:
    def __init__(self):
        # What a sanitizer keeps of freed memory would pass for growth.
        options = os.environ.get('ASAN_OPTIONS', '')
        os.environ['ASAN_OPTIONS'] = f'{options}:quarantine_size_mb=0'
        self.process = subprocess.Popen([PROGRAM, '-r', REGISTRY, '--json', 'console', '--no-open'],
                                        stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
        self.link = json.loads(self.process.stdout.readline())['url']
        self.address = urlsplit(self.link)
        self.host, self.port = self.address.hostname, self.address.port
        self.token = self.address.fragment.removeprefix('t=')
        self.headers = {}
        status, headers, body = self.ask('POST', '/api/session', {'token': self.token}, JSON)
        expect('the link', 200, status)
        self.headers = {'Cookie': headers['Set-Cookie'].split(';')[0],
                        'X-Sello-Key': json.loads(body)['key']}
        self.cookie_as_set = headers['Set-Cookie']

    def ask(self, method, path, body=None, headers=None, connection=None):
        """Status, headers and body; what is None in `headers` is left out."""
        here = connection or http.client.HTTPConnection(self.host, self.port, timeout=30)
        sent = {**self.headers, **(headers or {})}
        if body is not None and not isinstance(body, (bytes, str)):
            body = json.dumps(body)
        try:
            here.request(method, path, body,
                         {name: value for name, value in sent.items() if value is not None})
            answer = here.getresponse()
            return answer.status, answer.headers, answer.read()
        finally:
            if connection is None:
                here.close()

    def raw(self, data, wait=5):
        with socket.create_connection((self.host, self.port), timeout=wait) as there:
            there.sendall(data)
            try:
                return there.recv(65536)
            except socket.timeout:
                return b''

    def run(self, command, body, **more):
        """Until it is done."""
        status, _, answer = self.ask('POST', '/api/' + command, body, JSON, **more)
        while status == 202:
            status, _, answer = self.ask('GET', f'/api/jobs/{json.loads(answer)["job"]}?wait=20')
        return status, json.loads(answer)

    def memory(self):
        with open(f'/proc/{self.process.pid}/statm', encoding='ascii') as f:
            return int(f.read().split()[1]) * os.sysconf('SC_PAGE_SIZE')

    def open_files(self):
        return len(os.listdir(f'/proc/{self.process.pid}/fd'))


def producers():
    listed = subprocess.run([PROGRAM, '-r', REGISTRY, '--json', 'producer', 'list'], check=True,
                            stdout=subprocess.PIPE).stdout
    return len(listed.splitlines())


ADD = {'name': 'Taller Ajeno', 'origin': 'Temoaya'}
FORM = 'application/x-www-form-urlencoded'


def strangers(w):
    """What adds a producer for the clerk adds none for anybody else."""
    ours = f'{w.host}:{w.port}'
    wrong = 'f' * 32
    for what, wanted, headers in [
            ('foreign host', 403, {'Host': 'evil.example'}),
            ('rebound host', 403, {'Host': f'evil.example:{w.port}'}),
            ('localhost', 403, {'Host': f'localhost:{w.port}'}),
            ('host without port', 403, {'Host': w.host}),
            ('foreign origin', 403, {'Origin': 'http://evil.example'}),
            ('no origin at all', 403, {'Origin': 'null'}),
            ('another port', 403, {'Origin': f'http://{w.host}:{w.port + 1}'}),
            ('https origin', 403, {'Origin': f'https://{ours}'}),
            ('cross-site', 403, {'Sec-Fetch-Site': 'cross-site'}),
            ('same-site', 403, {'Sec-Fetch-Site': 'same-site'}),
            ('no cookie', 401, {'Cookie': None}),
            ('another cookie', 401, {'Cookie': f'sello-{w.port}={wrong}'}),
            ('empty cookie', 401, {'Cookie': f'sello-{w.port}='}),
            ('no key', 401, {'X-Sello-Key': None}),
            ('another key', 401, {'X-Sello-Key': wrong}),
            ('key as cookie', 401, {'Cookie': f'sello-{w.port}={w.headers["X-Sello-Key"]}'}),
            ('text', 415, {'Content-Type': 'text/plain'}),
            ('form', 415, {'Content-Type': FORM}),
            ('no type', 415, {'Content-Type': None})]:
        expect(what, wanted, w.ask('POST', '/api/producer/add', ADD, {**JSON, **headers})[0])
    expect('preflight', 403, w.ask('OPTIONS', '/api/producer/add', None,
                                   {'Origin': 'http://evil.example',
                                    'Access-Control-Request-Method': 'POST'})[0])
    expect('replayed link', 403, w.ask('POST', '/api/session', {'token': w.token}, JSON)[0])
    expect('guessed link', 403, w.ask('POST', '/api/session', {'token': wrong}, JSON)[0])
    expect('link by form', 415, w.ask('POST', '/api/session', f'token={wrong}',
                                      {'Content-Type': FORM})[0])
    status, headers, _ = w.ask('GET', '/api/hello', None, {'Origin': 'http://evil.example'})
    expect('CORS', (403, None), status)
    expect('no CORS header', None, headers.get('Access-Control-Allow-Origin'))
    expect('strict cookie', True, all(part in w.cookie_as_set for part in
                                      ('HttpOnly', 'SameSite=Strict', 'Path=/')))


def smuggled(w):
    """What is not a command's own option does not become one."""
    for body in [{'r': '/tmp'}, {'registry': '/tmp'}, {'passphrase-file': PASSPHRASE},
                 {'passphrase-fd': 0}, {'json': True}, {'no-input': False}, {'lang': 'en'},
                 {'help': True}, {'version': True}, {'completion': True},
                 {'name --passphrase-file': PASSPHRASE}, {'name=x\n--r': '/tmp'}]:
        status, answer = w.run('producer/add', {**ADD, **body})
        expect(f'smuggled {body}', (400, 'unknown-option'), status)
        expect(f'smuggled {body}', 'unknown-option', answer['error'])
    status, answer = w.run('producer/show', {'args': ['--help']})
    expect('an operand that looks like an option', (400, 409), status)
    expect('it is no help', 'usage', answer['error'])
    status, answer = w.run('producer/show', {'args': ['--passphrase-file=' + PASSPHRASE]})
    expect('an operand that looks like an option', (400, 409), status)
    for command in ['console', 'copy-store', 'producer', 'producer/add/x', '../status', 'status/..',
                    'Status', '%2e%2e/status', 'producer%2fadd%00']:
        expect(f'/api/{command}', (404, 400, 409), w.ask('POST', '/api/' + command, ADD, JSON)[0])
    for command, body in [('print', {'args': ['1'], 'o': '/tmp/x.pdf', 'to': 'pdf'}),
                          ('print', {'args': ['1'], 'o': {'path': '/etc/x.pdf'}, 'to': 'pdf'}),
                          ('print', {'args': ['1'], 'o': {'file': '../x.pdf'}, 'to': 'pdf'}),
                          ('print', {'args': ['1'], 'design': '/etc/passwd', 'to': 'pdf'}),
                          ('import', {'args': ['producers'], 'csv': '/etc/passwd'}),
                          ('import', {'args': ['producers'], 'csv': {'path': '/etc/passwd'}}),
                          ('import', {'args': ['producers'], 'csv': {'upload': '../../etc'}}),
                          ('init', {'name': 'x', 'url': 'https://x.example/',
                                    'member-passphrase-file': PASSPHRASE}),
                          ('publish', {'args': ['/tmp/x']}),
                          ('publish', {'args': [{'folder': '../x'}]}),
                          ('publish', {'args': [{'folder': 's'}], 'page': '/etc'}),
                          ('key/passphrase', {'args': ['x'], 'new-passphrase-file': PASSPHRASE})]:
        expect(f'{command} {body}', 400, w.run(command, body)[0])


def texts_for_files(w):
    """What the manual, which a lint holds to the help, calls a file or a folder is none by a text."""
    here = os.path.dirname(os.path.abspath(__file__))
    with open(f'{here}/../../docs/man/sello.1', encoding='utf-8') as f:
        sections = re.findall(r'^\.Ss (.*)\n((?:(?!\.S[sh] ).*\n)*)', f.read(), re.M)
    there, n = http.client.HTTPConnection(w.host, w.port, timeout=30), 0
    refused = ('file-expected', 'name-expected', 'unknown-option', 'args-few', 'args-many')
    for command, text in sections:
        if command in ('console', 'copy-store'):
            continue
        usage = text.split('.Pp')[0]
        options = re.findall(r'Fl -?([a-z-]+) Ar \S*(?:FILE|FOLDER|PATH)', text)
        bodies = [{name: '/etc/passwd'} for name in sorted(set(options))]
        if re.search(r'^\.(?:Op )?Ar .*(?:FILE|FOLDER)', usage, re.M):
            bodies += [{'args': args} for args in (['/etc/passwd'], ['/etc/passwd', '/etc'],
                                                   ['1', '/etc/passwd'])]
        for body in bodies:
            n += 1
            _, _, answer = w.ask('POST', '/api/' + command.replace(' ', '/'), body, JSON,
                                 connection=there)
            expect(f'{command} {body}', refused, json.loads(answer).get('error'))
    there.close()
    expect(f'{n} files in the manual', True, n > 80)


def paths(w):
    """No path of a request comes to the disk."""
    for path in ['/../../../etc/passwd', '/%2e%2e/%2e%2e/etc/passwd', '/assets/../../etc/passwd',
                 '/..%2f..%2fetc/passwd', '//etc/passwd', '/etc/passwd%00.html', '/.', '/files/',
                 '/files/x', '/files/../x', '/files/x/../../etc/passwd',
                 '/files/%2e%2e/%2e%2e/etc/passwd', '/' + 'a' * 4000]:
        data = w.raw(f'GET {path} HTTP/1.1\r\nHost: {w.host}:{w.port}\r\n'
                     f'Cookie: {w.headers["Cookie"]}\r\nConnection: close\r\n\r\n'.encode())
        line = data.split(b'\r\n')[0]
        if b'root:' in data or not any(code in line for code in (b' 404', b' 403', b' 400', b' 414',
                                                                 b' 431')):
            failures.append(f'{path}: {line}')


def headers_are_strict(w):
    for path in ['/', '/api/hello', '/nothing']:
        headers = w.ask('GET', path)[1]
        policy = headers.get('Content-Security-Policy', '')
        expect(f'{path}: policy', True, policy.startswith("default-src 'none'") and
               'unsafe-inline' not in policy and "frame-ancestors 'none'" in policy)
        expect(f'{path}: nosniff', 'nosniff', headers.get('X-Content-Type-Options'))
        expect(f'{path}: referrer', 'no-referrer', headers.get('Referrer-Policy'))
        expect(f'{path}: opener', 'same-origin', headers.get('Cross-Origin-Opener-Policy'))
    expect('no store', 'no-store', w.ask('GET', '/api/hello')[1].get('Cache-Control'))


def too_much(w):
    """A body of 100 MB is refused, and never held."""
    before = w.memory()
    octets = {'Content-Type': 'application/octet-stream'}
    there = http.client.HTTPConnection(w.host, w.port, timeout=60)
    there.putrequest('PUT', '/api/upload?name=x.csv')
    for name, value in {**w.headers, **octets, 'Content-Length': str(100 << 20)}.items():
        there.putheader(name, value)
    there.endheaders()
    piece = b'x' * (1 << 20)
    for _ in range(100):
        there.send(piece)
    answer = there.getresponse()
    body = json.loads(answer.read())
    expect('100 MB', (413, 'too-large'), answer.status)
    expect('100 MB in words', 'too-large', body['error'])
    expect('a long body', 413, w.ask('POST', '/api/status', b' ' * (300 << 10), JSON)[0])
    expect('memory after 100 MB', True, w.memory() - before < 24 << 20)
    expect('a name', 400, w.ask('PUT', '/api/upload?name=../x', b'x', octets)[0])
    expect('no name', 400, w.ask('PUT', '/api/upload', b'x', octets)[0])
    for body in [b'', b'[]', b'{', b'{"args":' + b'[' * 100000, b'\xff', b'{"a":1,"a":2}']:
        expect(f'JSON {body[:20]}', (400, 200), w.ask('POST', '/api/producer/add', body, JSON)[0])


def slow(w):
    """Sixty who begin and say no more hold nobody up, but for a while; those who dribble neither."""
    idle = []
    for _ in range(40):
        there = socket.create_connection((w.host, w.port))
        there.sendall(b'POST /api/status HTTP/1.1\r\nHost: ')
        idle.append(there)
    began = time.monotonic()
    expect('beside slow clients', 200, w.run('producer/list', {})[0])
    expect('quickly', True, time.monotonic() - began < 10)
    for there in idle:
        there.close()


def many(w):
    """Thousands of requests, good and bad, and it stays as it was."""
    def round_of(n):
        there = http.client.HTTPConnection(w.host, w.port, timeout=30)
        for i in range(n):
            kind = i % 6
            if kind == 0:
                w.ask('GET', '/', connection=there)
            elif kind == 1:
                w.ask('GET', '/api/lock', connection=there)
            elif kind == 2:
                w.ask('POST', '/api/producer/add', {'wrong': 1}, JSON, connection=there)
            elif kind == 3:
                w.ask('GET', '/api/jobs/' + 'a' * 32, connection=there)
            elif kind == 4:
                w.ask('GET', '/nothing', connection=there)
            elif i % 60 == 5:
                w.run('producer/list', {})
        there.close()
    round_of(MANY // 2)
    memory, files = w.memory(), w.open_files()
    round_of(MANY)
    expect('open files', True, w.open_files() <= files + 2)
    growth = w.memory() - memory
    expect(f'memory (grew by {growth >> 10} KiB)', True, growth < 4 << 20)


def strangled(w):
    """A command that is killed is told of, and nothing else ends."""
    for _ in range(20): # it may be faster than we are
        status, _, answer = w.ask('POST', '/api/check', {'all': True, 'background': True}, JSON)
        expect('in the background', 202, status)
        job = json.loads(answer)['job']
        children = subprocess.run(['pgrep', '-P', str(w.process.pid)], stdout=subprocess.PIPE,
                                  check=False).stdout.split()
        for child in children:
            os.kill(int(child), signal.SIGKILL)
        status, _, answer = w.ask('GET', f'/api/jobs/{job}?wait=20')
        if status == 500:
            break
    answer = json.loads(answer)
    expect('died', 500, status)
    expect('died, in words', 'died', answer.get('error'))
    expect('died, in words', True, 'check' in answer.get('message', ''))
    expect('and goes on', 200, w.run('status', {})[0])


def main():
    before = producers()
    w = Window()
    for attack in [strangers, smuggled, texts_for_files, paths, headers_are_strict, too_much, slow,
                   many, strangled]:
        attack(w)
    expect('nothing was added', before, producers())
    expect('and the clerk can', 200, w.run('producer/add', ADD)[0])
    expect('one was added', before + 1, producers())
    w.process.send_signal(signal.SIGTERM)
    expect('its end', 0, w.process.wait(timeout=30))
    print('\n'.join(failures))
    return 1 if failures else 0


sys.exit(main())
