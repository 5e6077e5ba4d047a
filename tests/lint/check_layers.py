#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""check_layers.py SOURCE_DIR BUILD_DIR [--verifier PROGRAM] [--accept]

Each room includes only what lies below it. It goes by what the compiler really read (its .d files in
the build), whatever the language of a file and however its include is written, and by what files
say that are not compiled here. rooms.py has the table; layers.list has what still breaks it.
"""
import argparse
import os
import re
import subprocess
import sys

import rooms
import tree

IMPORT = re.compile(r'''(?:\bfrom\s*|\bimport\s*\(?\s*|\bnew URL\(\s*)["']([^"'\n]+)["']''')


def includes_of_c(root, files, build):
    """For every C and C++ file: what of the project it comes to, and what of the system."""
    written = {name: tree.written_includes(root, name) for name in files}
    edges = {name: ours for name, (ours, _) in written.items()}
    reached = {name: tree.closure(edges, name) - {name} for name in files}
    system = {name: set(names) for name, (_, names) in written.items()}
    for unit in tree.units(root, build):
        if unit.source in reached:
            ours, foreign = unit.included(root)
            reached[unit.source] |= ours
            system[unit.source] |= foreign
    return written, reached, system


def arrows_of_c(reached):
    """(file, room or folder, one file there) for each that a file may not come to."""
    for name in sorted(reached):
        room = rooms.room_of(name)
        if room is None:
            continue
        allowed = rooms.ROOMS[room].split()
        for target in sorted(reached[name]):
            other = rooms.room_of(target) or os.path.dirname(target)
            if other != room and not rooms.within(other, allowed):
                yield name, other, target


def page_room(page, name):
    """The room of a file of a page: its folder, or itself where it has a row of its own."""
    inner = os.path.relpath(name, page)
    first = inner.split('/')[0]
    return first if first in rooms.PAGES[page] else '.'


def imported(root, name, files):
    for target in IMPORT.findall(tree.read(root, name)):
        if not target.startswith('.'):
            continue
        path = os.path.normpath(os.path.join(os.path.dirname(name), target.split('?')[0]))
        stem = re.sub(r'\.js$', '', path)
        for candidate in (path, stem + '.ts', stem + '.d.ts', stem + '/index.ts'):
            if candidate in files:
                yield candidate
                break


def arrows_of_page(root, files, page):
    for name in sorted(files):
        if not (name.startswith(page + '/') and name.endswith(('.ts', '.mts', '.js', '.mjs'))):
            continue
        room = page_room(page, name)
        allowed = rooms.PAGES[page][room].split()
        for target in imported(root, name, files):
            if target in rooms.SHARED.get(page, []):
                continue
            if not target.startswith(page + '/'):
                yield name, os.path.dirname(target), target
            elif page_room(page, target) not in [room] + allowed:
                yield name, f'{page}/{page_room(page, target)}', target


def complaints_of_folders(files):
    """Folders with sources that are no room: nobody would hold them to anything."""
    for folder in sorted({os.path.dirname(name) for name in files}):
        if rooms.room_of(folder + '/.') is None and not rooms.within(folder, rooms.OUTSIDE):
            yield f'{folder}/ is no room: give it a row in tests/lint/rooms.py'


def complaints_of_libraries(written, system):
    for name in sorted(system):
        seen = system[name] if rooms.room_of(name) else written[name][1]
        for folder, pattern, library in rooms.LIBRARIES:
            if any(re.search(pattern, header) for header in seen):
                if not rooms.within(name, [folder]):
                    yield f'{name}: {library} is for {folder}/ alone'


def complaints_of_pure(written):
    for name in sorted(written):
        if rooms.within(name, rooms.PURE) and not re.match(rooms.ADAPTERS, name):
            for header in sorted(written[name][1] - rooms.PURE_HEADERS):
                yield f'{name}: <{header}> is not for pure code ({" ".join(rooms.PURE)})'


def complaints_of_verifier(program):
    dynamic = subprocess.run(['readelf', '-d', program], check=True, capture_output=True, text=True)
    for line in dynamic.stdout.splitlines():
        if 'NEEDED' in line and any(name in line for name in rooms.NOT_IN_VERIFIER):
            yield f'{program} links what is the registry\'s or the labels\': {line.split()[-1]}'


def main():
    parser = argparse.ArgumentParser(usage=__doc__)
    parser.add_argument('source')
    parser.add_argument('build')
    parser.add_argument('--verifier')
    parser.add_argument('--accept', action='store_true')
    options = parser.parse_args()
    root = os.path.realpath(options.source)
    files = tree.tracked(root)
    of_c = [name for name in files if name.endswith(tree.C_FILES)]
    written, reached, system = includes_of_c(root, of_c, os.path.realpath(options.build))

    arrows = list(arrows_of_c(reached))
    for page in rooms.PAGES:
        arrows += arrows_of_page(root, set(files), page)
    example = {f'{name} -> {other}': target for name, other, target in reversed(arrows)}
    exceptions = tree.Exceptions(os.path.join(root, 'tests/lint/layers.list'), example)
    if options.accept:
        exceptions.accept()
        return

    complaints = [f'{line} (comes to {example[line]})' for line in exceptions.new()]
    complaints += complaints_of_folders(of_c)
    complaints += complaints_of_libraries(written, system)
    complaints += complaints_of_pure(written)
    if options.verifier:
        complaints += complaints_of_verifier(options.verifier)
    if complaints:
        print('\n'.join(complaints), file=sys.stderr)
        print('Move the code to a room that may use it, or pass the value in from above.',
              file=sys.stderr)
    for line in exceptions.mended():
        print(f'mended: {line}', file=sys.stderr)
    if exceptions.mended():
        print('Well done; now take them off the list: script/lint-lists', file=sys.stderr)
    if complaints or exceptions.mended():
        sys.exit(1)
    print(f'Every room includes only what lies below it; {len(exceptions.listed)} exceptions stand.')


if __name__ == '__main__':
    main()
