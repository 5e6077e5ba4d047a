# SPDX-License-Identifier: Apache-2.0
"""What the lints know of the tree: its files, what each includes, and the lists of exceptions."""
import json
import os
import re
import shlex
import subprocess
import sys

C_SOURCES = ('.c', '.cc', '.cpp', '.cxx', '.C')
C_FILES = C_SOURCES + ('.h', '.hh', '.hpp', '.def')
INCLUDE = re.compile(r'^[ \t]*#[ \t]*(?:include|include_next|import)[ \t]*(?:"([^"\n]+)"|<([^>\n]+)>)',
                     re.MULTILINE)


def tracked(root):
    """Every file of the project: what git has, and what is new and not ignored."""
    listed = subprocess.run(['git', '-C', root, 'ls-files', '-z', '--cached', '--others',
                             '--exclude-standard'], capture_output=True, text=True, check=False)
    if listed.returncode != 0:
        print('The files are found by git: run this in a clone.', file=sys.stderr)
        sys.exit(77)
    return sorted(name for name in set(listed.stdout.split('\0'))
                  if name and os.path.isfile(os.path.join(root, name)))


def read(root, name):
    with open(os.path.join(root, name), encoding='utf-8') as file:
        return file.read()


def written_includes(root, name):
    """The includes of a file as they are written: paths of the project, and names of the system."""
    text = read(root, name).replace('\\\n', '')
    text = re.sub(r'/\*.*?\*/', ' ', text, flags=re.DOTALL)
    ours, system = set(), set()
    for quoted, angled in INCLUDE.findall(text):
        target = quoted or angled
        beside = os.path.normpath(os.path.join(os.path.dirname(name), target))
        for path in (beside, os.path.normpath(target)):
            if os.path.isfile(os.path.join(root, path)):
                ours.add(path)
                break
        else:
            system.add(target)
    return ours, system


def closure(edges, start):
    """Every file that one can come to from start."""
    seen, todo = set(), [start]
    while todo:
        for following in edges.get(todo.pop(), ()):
            if following not in seen:
                seen.add(following)
                todo.append(following)
    return seen


class Unit:
    """One compilation: its source, its object file, and how the compiler was called."""

    def __init__(self, root, entry):
        self.directory = entry['directory']
        self.arguments = entry.get('arguments') or shlex.split(entry['command'])
        self.source = os.path.relpath(
            os.path.realpath(os.path.join(self.directory, entry['file'])), root)
        at = self.arguments.index('-o') if '-o' in self.arguments else None
        self.object = os.path.join(self.directory, self.arguments[at + 1]) if at else None

    def rule(self):
        """The compiler's own list of what it read: from the build, or else asked for now."""
        listed = f'{self.object}.d'
        source = os.path.join(self.directory, self.arguments[-1])
        if (self.object and os.path.exists(listed)
                and os.path.getmtime(listed) >= os.path.getmtime(source)):
            with open(listed, encoding='utf-8') as file:
                return file.read()
        command = [argument for argument in self.arguments if argument not in ('-c', '-MD', '-MMD')]
        for option in ('-o', '-MT', '-MF'):
            if option in command:
                at = command.index(option)
                del command[at:at + 2]
        asked = subprocess.run(command + ['-M', '-w'], cwd=self.directory, capture_output=True,
                               text=True, check=False)
        if asked.returncode != 0:
            sys.exit(f'{self.source} does not compile, so nobody knows what it includes:\n'
                     f'{asked.stderr}')
        return asked.stdout

    def included(self, root):
        """What the compiler included: paths of the project, and full paths of the system."""
        ours, system = set(), set()
        names = self.rule().replace('\\\n', ' ').split(': ', 1)[1]
        for name in re.split(r'(?<!\\)\s+', names.strip()):
            path = os.path.realpath(os.path.join(self.directory, name.replace('\\ ', ' ')))
            if path.startswith(root + os.sep):
                ours.add(os.path.relpath(path, root))
            else:
                system.add(path)
        return ours - {self.source}, system


def units(root, build):
    """Every compilation of the build whose source is the project's own."""
    with open(os.path.join(build, 'compile_commands.json'), encoding='utf-8') as file:
        found = [Unit(root, entry) for entry in json.load(file)]
    return [unit for unit in found if not unit.source.startswith('..')]


class Exceptions:
    """A list of what still breaks a rule. It is held to be true, and may only get shorter."""

    def __init__(self, path, standing):
        self.path = path
        self.standing = sorted(standing)
        self.head, self.listed = [], []
        if os.path.exists(path):
            with open(path, encoding='utf-8') as file:
                for line in file.read().splitlines():
                    if line.startswith('#') or not line:
                        self.head.append(line)
                    else:
                        self.listed.append(line)

    def accept(self, size=len):
        """Writes what stands now. It refuses to let the list grow: a moved file keeps its line."""
        for line in self.new():
            print(f'not listed so far: {line}')
        if size(self.standing) > size(self.listed):
            sys.exit(f'{self.path} would be longer than it was: mend what is new instead.')
        with open(self.path, 'w', encoding='utf-8') as file:
            file.write('\n'.join(self.head + self.standing) + '\n')
        print(f'{os.path.basename(self.path)}: {len(self.standing)} exceptions stand.')

    def new(self):
        return [line for line in self.standing if line not in set(self.listed)]

    def mended(self):
        return [line for line in self.listed if line not in set(self.standing)]
