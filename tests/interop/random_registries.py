#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""random_registries.py SELLO TEMPLATE FOLDER N SEED: makes N registries, each a copy of TEMPLATE filled with records at
random, and exports each as FOLDER/<i>/events.json and FOLDER/<i>/untp. Names have accents, quotes of several scripts
and what JSON and CSV have to escape; GTINs have 8, 12, 13 or 14 digits, or are none; producers are public or not.
The passphrase is in TEMPLATE/passphrase; TEMPLATE/registro has the scheme S1 and a credential key."""
import csv
import os
import random
import shutil
import subprocess
import sys

sello, template, folder = map(os.path.abspath, sys.argv[1:4])
n, seed = sys.argv[4:]
# A text of several alphabets at once is refused, since letters look alike.
ALPHABETS = ['abcdeñáéíóúüçãõ', 'ÑÁÉÍÓÚÜXYZabcde', 'מלאכהשםי', 'ورشةنجم', 'žšđćęłabcde', '職人の布', 'Ωμέγαδλξ']
TABLES = {'producers': 'r.csv', 'products': 'p.csv', 'certificates': 'c.csv'}
QUOTES = ['"', "'", '’', '‘', '“', '”', '«', '»', '״', '׳', '‹', '›', '`', '´', ',', ';', '<', '>', '&', '/', '\\', '%', '#']


def name(draw):
    """At most 64 bytes, as records have it: neither spaces at an end nor two in a row."""
    letters, words = draw.choice(ALPHABETS), []
    for _ in range(draw.randint(1, 4)):
        word = ''.join(draw.choice(letters) for _ in range(draw.randint(1, 7)))
        if draw.random() < 0.6:
            at = draw.randint(0, len(word))
            word = word[:at] + draw.choice(QUOTES) + word[at:]
        words.append(word)
    text = ' '.join(words)
    while len(text.encode()) > 56:
        text = text[:-1].rstrip()
    return text


def gtin(draw):
    digits = draw.choice([0, 8, 12, 13, 14])
    if digits == 0:
        return ''
    body = [draw.randint(0, 9) for _ in range(digits - 1)]
    body[0] = body[0] or 1
    total = sum(d * (3 if i % 2 == 0 else 1) for i, d in enumerate(reversed(body)))
    return ''.join(map(str, body)) + str(-total % 10)


def table(path, header, rows):
    with open(path, 'w', encoding='utf-8', newline='') as to:
        csv.writer(to).writerows([header, *rows])


def registry(i):
    draw = random.Random(f'{seed}/{i}')
    here = f'{folder}/{i}'
    shutil.copytree(template, here)
    env = dict(os.environ, SELLO_REGISTRY=f'{here}/registro', XDG_STATE_HOME=f'{here}/state', HOME=here)

    def run(*words):
        done = subprocess.run([sello, '--no-input', '--passphrase-file', f'{here}/passphrase', *words], env=env,
                              capture_output=True, text=True, check=False)
        if done.returncode != 0:
            sys.exit(f'registry {i} of seed {seed}: {words}\n{done.stdout}{done.stderr}')

    producers, products = draw.randint(1, 4), draw.randint(1, 4)
    # A number makes each name its own: a table has no row twice.
    table(f'{here}/r.csv', ['name', 'origin', 'public'],
          [[f'{name(draw)} {k}', name(draw), draw.choice(['yes', 'no'])] for k in range(producers)])
    table(f'{here}/p.csv', ['name', 'traits', 'gtin'],
          [[f'{name(draw)} {k}', draw.choice(['', name(draw)]), gtin(draw)] for k in range(products)])
    pairs = [(p, r) for p in range(products) for r in range(producers)]
    chosen = draw.sample(pairs, draw.randint(1, min(4, len(pairs))))
    table(f'{here}/c.csv', ['product', 'producer', 'scheme', 'state', 'from', 'until'],
          [[f'P{p + 1}', f'R{r + 1}', 'S1', 'granted', draw.choice(['', '2026-01-01']),
            draw.choice(['', '2099-12-31'])] for p, r in chosen])
    for kind in TABLES:
        run('import', kind, '--csv', f'{here}/{TABLES[kind]}', '--commit')
    run('issue', 'C1', '--count', str(draw.choice([draw.randint(1, 50), 1000, 1007])), '--lot', draw.choice(['0007', 'L/7', 'a"b', 'ñ 1.50']))
    run('deliver', '1', '--to', f'R{chosen[0][1] + 1}', '--yes')
    run(*draw.choice([['sold', '1'], ['withdraw', '1', '--reason', 'lost', '--yes'],
                      ['certificate', 'suspend', 'C1', '--reason', 'inspection'],
                      ['certificate', 'withdraw', 'C1', '--reason', 'fraud', '--yes']]))
    run('export', 'epcis', '-o', f'{here}/events.json', '--csv', f'{here}/events.csv')
    run('export', 'untp', f'{here}/untp', '--country', 'MX')


for number in range(int(n)):
    registry(number)
