#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# check_layers.sh SOURCE_DIR [SELLO_VERIFY]: each folder includes only what lies below it.
set -eu
cd "$1"
verifier=${2:-}
bad=0

complain() {
    echo "$1" >&2
    bad=1
}

# includes FOLDER: "file:line:#include ..." of its C and C++ files.
includes() {
    find "$1" -name node_modules -prune -o \( -name '*.[ch]' -o -name '*.cpp' \) -print | sort | xargs -r grep -nHE '^ *# *include' || true
}

# Which folders' headers a folder may include (besides its own).
may_include() {
    case $1 in
    wire) echo '' ;;
    base) echo 'wire' ;;
    keys | labels | cli) echo 'wire|base' ;;
    verify) echo 'wire|base|cli' ;;
    registry) echo 'wire|base|keys|labels|verify|cli' ;;
    esac
}

for folder in wire base keys labels cli verify registry; do
    others='wire|base|keys|labels|cli|verify|registry|tests'
    wrong=$(includes "$folder" | grep -E "\"($others)/" | grep -vE "\"($folder)/" |
        grep -vE "\"($(may_include "$folder"))/" || true)
    [ -z "$wrong" ] || complain "$folder/ may include only of: $folder $(may_include "$folder")
$wrong"
done

# wire/ and the verdict: four headers of the C library; the adapters their libraries too.
pure='verify/verdict/.*|wire/.*'
wrong=$({ includes wire; includes verify; } | grep -E "^($pure):" |
    grep -vE '^wire/(crypto_|inflate_)[a-z]*\.c:' |
    grep -vE '<(stdint|stddef|stdbool|string)\.h>|"(wire|verify/verdict)/' || true)
[ -z "$wrong" ] || complain "wire/ and the verdict include only stdint, stddef, stdbool and string:
$wrong"
# The page's module is the verdict and what hands it over: nothing of the tool.
wrong=$(includes verify/web/wasm |
    grep -vE '<(stdint|stddef|stdbool|string)\.h>|"wire/|"verify/(verdict|web/wasm)/' || true)
[ -z "$wrong" ] || complain "verify/web/wasm may include only of wire, the verdict and itself:
$wrong"

wrong=$(includes . | grep -E '<sqlite3' | grep -vE '^\./registry/sql/db[a-z_]*\.[ch]:|^\./build' || true)
[ -z "$wrong" ] || complain "SQLite is for registry/db alone:
$wrong"

wrong=$(includes . | grep -E '<(pango|cairo)' | grep -vE '^\./labels/|^\./build' || true)
[ -z "$wrong" ] || complain "cairo and pango are for labels/ alone:
$wrong"

if [ -n "$verifier" ] && [ -x "$verifier" ]; then
    wrong=$(readelf -d "$verifier" | grep NEEDED | grep -E 'sqlite|cairo|qrencode|pango' || true)
    [ -z "$wrong" ] || complain "sello-verify may not link the registry's or the labels' libraries:
$wrong"
fi

if [ $bad -ne 0 ]; then
    echo "Move the code to a folder that may use it, or pass the value in from above." >&2
    exit 1
fi
echo "Every folder includes only what lies below it."
