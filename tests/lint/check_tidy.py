#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""check_tidy.py SOURCE_DIR BUILD_DIR [--full] [FILE...]

clang-tidy with the project's .clang-tidy over the sources of the rooms. What was found clean is
remembered in BUILD_DIR/tidy by the contents of all that it read, and not looked at again. --full
runs the analyzer too, and remembers apart.
"""
import argparse
import concurrent.futures
import hashlib
import os
import shutil
import subprocess
import sys

import rooms
import tree

PROGRAM = shutil.which('clang-tidy-14') or shutil.which('clang-tidy')


def digest(root, unit, common):
    """Of all that the answer depends on, but the system's own headers."""
    content = hashlib.sha256(common)
    content.update(repr(unit.arguments).encode())
    for name in [unit.source] + sorted(unit.included(root)[0]):
        with open(os.path.join(root, name), 'rb') as file:
            content.update(name.encode() + b'\0' + hashlib.sha256(file.read()).digest())
    return content.hexdigest()


def look(root, build, unit, options, mark):
    """What clang-tidy says of a source, or nothing; then it leaves its mark."""
    asked = subprocess.run([PROGRAM, '-p', build, '--quiet', *options, os.path.join(root, unit.source)],
                           capture_output=True, text=True, check=False)
    if asked.returncode == 0:
        with open(mark, 'w', encoding='utf-8'):
            pass
        return ''
    return asked.stdout or asked.stderr


def main():
    parser = argparse.ArgumentParser(usage=__doc__)
    parser.add_argument('source')
    parser.add_argument('build')
    parser.add_argument('files', nargs='*')
    parser.add_argument('--full', action='store_true')
    given = parser.parse_args()
    if PROGRAM is None:
        print('clang-tidy is not here: run script/setup --tests.', file=sys.stderr)
        sys.exit(77)
    root, build = os.path.realpath(given.source), os.path.realpath(given.build)
    options = [] if given.full else ['--checks=-clang-analyzer-*']
    kept = os.path.join(build, 'tidy')
    os.makedirs(kept, exist_ok=True)
    version = subprocess.run([PROGRAM, '--version'], capture_output=True, check=True).stdout
    common = version + repr(options).encode() + tree.read(root, '.clang-tidy').encode()

    units = {unit.source: unit for unit in tree.units(root, build)
             if rooms.room_of(unit.source) and (not given.files or unit.source in given.files)}
    marks = {unit.source: os.path.join(kept, digest(root, unit, common)) for unit in units.values()}
    # C++ first: it takes longest, and no core should be idle at the end.
    todo = sorted((name for name in marks if not os.path.exists(marks[name])),
                  key=lambda name: (not name.endswith('.cc'), name))
    with concurrent.futures.ThreadPoolExecutor(min(os.cpu_count() or 1, 4)) as pool:
        said = [text for text in pool.map(
            lambda name: look(root, build, units[name], options, marks[name]), todo) if text]
    if not given.files:
        for name in set(os.listdir(kept)) - {os.path.basename(mark) for mark in marks.values()}:
            if not given.full:
                os.unlink(os.path.join(kept, name))
    if said:
        print('\n'.join(said), file=sys.stderr)
        print(f'{len(said)} sources to mend; one alone: {sys.argv[0]} SOURCE_DIR BUILD_DIR FILE',
              file=sys.stderr)
        sys.exit(1)
    print(f'clang-tidy finds nothing in {len(units)} sources; it looked at {len(todo)} of them now.')


if __name__ == '__main__':
    main()
