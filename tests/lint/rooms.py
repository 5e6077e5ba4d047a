# SPDX-License-Identifier: Apache-2.0
"""The rooms of the house, lowest first, and which others each may include, itself or by what it
includes. A folder that is in no room here fails the lint: give it a row."""

OUTER = 'wire base keys labels verify/verdict verify/reader'
LABELS = ['labels/symbol', 'labels/stock', 'labels/art', 'labels/page', 'labels/sheet']
REGISTRY = ['registry/sql', 'registry/store', 'registry/session', 'registry/exchange',
            'registry/issue', 'registry/desk', 'registry/trust', 'registry/interop',
            'registry/print', 'registry/publish', 'registry/console', 'registry/commands']
SIBLINGS = [{'registry/desk', 'registry/trust'}]

ROOMS = {
    'wire': '',
    'base': 'wire',
    'keys': 'base wire',
    'cli': 'base wire',
    'verify/verdict': 'wire',
    'verify/reader': 'base wire',
    'verify/tool': 'wire base cli verify/verdict verify/reader',
    'verify/web/wasm': 'wire verify/verdict',
    'verify/web/flatten': 'wire verify/reader',
    'registry/sql': 'base wire',
    'registry/store': 'base wire registry/sql',
    'registry/console': 'base wire keys',
    'registry/session': 'base wire keys verify/verdict registry/sql registry/store',
}
for number, name in enumerate(LABELS):
    ROOMS[name] = ' '.join(['base wire'] + LABELS[:number])
for number, name in enumerate(REGISTRY):
    lower = [room for room in REGISTRY[:number] if {room, name} not in SIBLINGS]
    ROOMS.setdefault(name, ' '.join([OUTER] + lower))
ROOMS['registry/commands'] += ' cli'

# What is compiled of the project, but is no room: it may include every room, and no room may
# include it.
OUTSIDE = ['tests', 'bench', 'examples']

# The rooms of what is TypeScript, by its folder. Words and engine are files of the page's src/ itself.
PAGES = {
    'verify/web/src': {
        'words': '',
        '.': 'words',
        'app': 'words .',
        'scan': 'words . app',
        'ui': 'words . app scan',
        'main.ts': 'words . app scan ui',
        'sw.ts': '',
    },
    'registry/console/web/src': {
        'words': '',
        '.': 'words',
        'parts': 'words .',
        'screens': 'words . parts',
        'main.ts': 'words . parts screens',
    },
}
# What the window takes of the page: files that know neither its words nor its verdicts.
SHARED = {'registry/console/web/src': ['verify/web/src/ui/element.ts', 'verify/web/src/ui/drawing.ts',
                                       'verify/web/src/ui/wedge.ts',
                                       'verify/web/src/scan/camera.ts']}

# Headers of libraries: who may come to them, a pattern of their paths, and their name.
LIBRARIES = [
    ('registry/sql', r'(^|/)sqlite3(ext)?\.h$', 'SQLite'),
    ('registry/sql', r'(^|/)libpq[^/]*\.h$', 'libpq'),
    ('registry/console', r'(^|/)(microhttpd|jansson)[^/]*\.h$', 'libmicrohttpd and jansson'),
    ('labels', r'(^|/)(cairo|pango|pangocairo)[^/]*\.h$', 'cairo and pango'),
]
# wire/, the verdict and the page's module include these of the C library, but for the adapters.
PURE = ['wire', 'verify/verdict', 'verify/web/wasm']
PURE_HEADERS = {'stdint.h', 'stddef.h', 'stdbool.h', 'string.h'}
ADAPTERS = r'^wire/(crypto|inflate)_[a-z]*\.c$'

# What sello-verify must not link.
NOT_IN_VERIFIER = ('sqlite', 'libpq', 'cairo', 'qrencode', 'pango')


def room_of(name):
    """The room of a file, or None."""
    folder = name
    while '/' in folder:
        folder = folder.rsplit('/', 1)[0]
        if folder in ROOMS:
            return folder
    return None


def within(name, folders):
    return any(name == folder or name.startswith(folder + '/') for folder in folders)
