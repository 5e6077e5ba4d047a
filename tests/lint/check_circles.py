#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""check_circles.py SOURCE_DIR BUILD_DIR [--accept]

No two files need each other, nor any number of files in a circle: each can be understood, tested
and moved after those that it needs. What an object file defines and needs is asked of nm, so that
tables of functions count like calls. circles.list has what still breaks it, a circle a line.
"""
import argparse
import collections
import os
import subprocess
import sys

import rooms
import tree

DEFINED = set('TDBRCG')
# What sanitizers and coverage add to every object.
ADDED = ('__asan', '__odr_asan', '__ubsan', '__sanitizer', '__sancov', '__gcov', '__afl')


def symbols(objects):
    """(object, kind, symbol) of every outer symbol of these objects."""
    listed = subprocess.run(['nm', '--extern-only', '--print-file-name', '--format=posix', *objects],
                            check=True, capture_output=True, text=True)
    for line in listed.stdout.splitlines():
        name, found = line.split(': ', 1)
        symbol, kind = found.split()[:2]
        if not symbol.startswith(ADDED):
            yield name.split('[')[0], kind, symbol


def nearest(name, definers):
    """Two programs may each have a function of one name: a file means that of its own room, else
    that of a room it may include."""
    room = rooms.room_of(name)
    for fits in ({room}, set(rooms.ROOMS.get(room, '').split())):
        chosen = {other for other in definers if rooms.room_of(other) in fits}
        if chosen:
            return chosen
    return definers


def needs_between(root, build):
    """For each source file, the files that define what it needs."""
    source_of = {unit.object: unit.source for unit in tree.units(root, build)
                 if unit.object and rooms.room_of(unit.source)}
    missing = [name for name in source_of if not os.path.exists(name)]
    if missing:
        sys.exit(f'{missing[0]} is not built: build first.')
    definers, needed = collections.defaultdict(set), collections.defaultdict(set)
    for name, kind, symbol in symbols(sorted(source_of)):
        if kind in DEFINED:
            definers[symbol].add(source_of[name])
        elif kind in 'Uw':
            needed[source_of[name]].add(symbol)
    edges = collections.defaultdict(dict)
    for name, wanted in needed.items():
        for symbol in sorted(wanted):
            for other in nearest(name, definers.get(symbol, set())) - {name}:
                edges[name].setdefault(other, symbol)
    return edges


def circles_of(edges):
    """The largest sets of files that can all come to each other."""
    reached = {name: tree.closure(edges, name) for name in edges}
    found = {frozenset(other for other in reached[name] if name in reached.get(other, ()))
             for name in edges if name in reached[name]}
    return sorted(sorted(circle) for circle in found)


def tell(circle, edges):
    for name in circle:
        for other, symbol in sorted(edges[name].items()):
            if other in circle:
                print(f'    {name} needs {symbol} of {other}', file=sys.stderr)


def files_of(lines):
    return sum(len(line.split()) for line in lines)


def main():
    parser = argparse.ArgumentParser(usage=__doc__)
    parser.add_argument('source')
    parser.add_argument('build')
    parser.add_argument('--accept', action='store_true')
    options = parser.parse_args()
    root = os.path.realpath(options.source)
    edges = needs_between(root, os.path.realpath(options.build))
    circles = {' '.join(circle): circle for circle in circles_of(edges)}
    exceptions = tree.Exceptions(os.path.join(root, 'tests/lint/circles.list'), circles)
    if options.accept:
        exceptions.accept(size=files_of)
        return

    listed = [set(line.split()) for line in exceptions.listed]
    for line in exceptions.new():
        inside = [old for old in listed if set(circles[line]) < old]
        print(f'smaller than listed: {line}' if inside else f'These files need each other: {line}',
              file=sys.stderr)
        if not inside:
            tell(circles[line], edges)
    for line in exceptions.mended():
        if not any(set(circle) & set(line.split()) for circle in circles.values()):
            print(f'mended: {line}', file=sys.stderr)
    if exceptions.new() or exceptions.mended():
        print('Move what both need to a file below them, or make one idea one file. What is mended '
              'comes off the list: script/lint-lists', file=sys.stderr)
        sys.exit(1)
    print(f'No circles of files but the {len(circles)} listed.')


if __name__ == '__main__':
    main()
