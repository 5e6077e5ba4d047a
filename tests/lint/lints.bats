#!/usr/bin/env bats
# SPDX-License-Identifier: Apache-2.0
# The lints find what is planted, in a small tree that is built as ours is.

bats_require_minimum_version 1.5.0

setup() {
  lint=$BATS_TEST_DIRNAME
  tree=$BATS_TEST_TMPDIR/tree
  mkdir -p "$tree"/{wire,labels/page,registry/{store,desk,commands},verify/web/src/{app,ui},tests/lint}
  cd "$tree" || return 1
  git init -q .
  echo /build/ >.gitignore
  cp "$lint/../../.clang-format" .
  printf 'int wire_add(int a);\n' >wire/add.h
  printf '#include "wire/add.h"\nint wire_add(int a) {\n    return a;\n}\n' >wire/add.c
  printf 'int store_get(int a);\n' >registry/store/store.h
  printf '#include "registry/store/store.h"\n#include "wire/add.h"\n\nint store_get(int a) {\n    return wire_add(a);\n}\n' \
    >registry/store/get.c
  printf 'int desk_end(int a);\n' >registry/desk/desk.h
  printf '#include "registry/desk/desk.h"\n#include "registry/store/store.h"\n\nint desk_end(int a) {\n    return store_get(a);\n}\n' \
    >registry/desk/end.c
  printf '#include "wire/add.h"\n\nint page_draw(int a) {\n    return wire_add(a);\n}\n' >labels/page/draw.cc
  printf 'import { seen } from "../app/seen";\n' >verify/web/src/ui/home.ts
  printf 'export const seen = 1;\n' >verify/web/src/app/seen.ts
  printf '# what stands\n' | tee tests/lint/layers.list >tests/lint/circles.list
}

# build: every C and C++ source, with the compiler's lists of what it read, as CMake has it built.
build() {
  mkdir -p build
  local source object comma='['
  for source in $(git ls-files --cached --others --exclude-standard '*.c' '*.cc'); do
    object=$tree/build/${source//\//_}.o
    printf '%s{"directory": "%s", "file": "%s", "command": "cc -I%s -o %s -c %s"}\n' "$comma" \
      "$tree" "$tree/$source" "$tree" "$object" "$tree/$source"
    comma=,
    # The lints ask the compiler themselves where its list is older than a source.
    if [ "$tree/$source" -nt "$object" ]; then
      cc -I. -MD -MT "$object" -MF "$object.d" -o "$object" -c "$tree/$source" || return 1
    fi
  done >build/compile_commands.json
  echo ']' >>build/compile_commands.json
}

layers() { /usr/bin/python3 -B "$lint/check_layers.py" . build "$@"; }
circles() { /usr/bin/python3 -B "$lint/check_circles.py" . build "$@"; }

# finds LINT WORDS: the lint fails, and says these words.
finds() {
  run -1 "$1"
  [[ $output == *"$2"* ]] || { echo "It does not say: $2"; echo "$output"; return 1; }
}

@test "a tree without a fault passes" {
  build
  run -0 layers
  run -0 circles
  run -0 sh "$lint/check_words.sh" .
  run -0 sh "$lint/check_format.sh" .
}

@test "an arrow up: in a .c, in a .cc, as a relative include, through a header" {
  sed -i '1i #include "registry/desk/desk.h"' registry/store/get.c
  build
  finds layers "registry/store/get.c -> registry/desk"
  sed -i '1s|.*|#include "../desk/desk.h"|' registry/store/get.c
  build
  finds layers "registry/store/get.c -> registry/desk"
  sed -i 1d registry/store/get.c
  printf '#include "../../registry/store/store.h"\n' >>labels/page/draw.cc
  build
  finds layers "labels/page/draw.cc -> registry/store"
  sed -i '$d' labels/page/draw.cc
  printf '#include "../labels/page/later.h"\n' >>wire/add.h
  printf '/* Nothing yet. */\n' >labels/page/later.h
  build
  finds layers "wire/add.h -> labels/page"
  finds layers "registry/store/get.c -> labels/page"
}

@test "an arrow up that only the compiler can read" {
  printf '#define DESK "registry/desk/desk.h"\n#include DESK\n' >>registry/store/get.c
  build
  finds layers "registry/store/get.c -> registry/desk"
}

@test "an arrow up in what is not compiled here" {
  build
  printf '#include "../desk/desk.h"\n' >registry/store/elsewhere.c
  finds layers "registry/store/elsewhere.c -> registry/desk"
}

@test "siblings, the terminal, tests, and folders that are no room" {
  mkdir -p cli registry/trust registry/odd
  printf 'int cli_say(int a);\n' | tee cli/cli.h registry/trust/trust.h tests/lint/help.h >registry/odd/odd.h
  for include in cli/cli.h registry/trust/trust.h tests/lint/help.h; do
    printf '#include "%s"\nint desk_more;\n' "$include" >registry/desk/more.c
    build
    finds layers "registry/desk/more.c -> ${include%/*}"
  done
  finds layers "registry/odd/ is no room"
}

@test "SQLite in a .cc of labels, and a header of the system in wire" {
  printf '#include <sqlite3.h>\n' >>labels/page/draw.cc
  build
  finds layers "labels/page/draw.cc: SQLite is for registry/sql/ alone"
  sed -i '$d' labels/page/draw.cc
  printf '#include <time.h>\n' >>wire/add.h
  build
  finds layers "wire/add.h: <time.h>"
}

@test "an import up in the page" {
  build
  printf 'import "../ui/home";\n' >>verify/web/src/app/seen.ts
  finds layers "verify/web/src/app/seen.ts -> verify/web/src/ui"
  mkdir -p registry/console/web/src/{parts,screens}
  printf 'export const home = 1;\n' >registry/console/web/src/screens/today.ts
  printf 'import "../screens/today";\nimport "../../../../../verify/web/src/ui/home";\n' \
    >registry/console/web/src/parts/list.ts
  finds layers "registry/console/web/src/parts/list.ts -> registry/console/web/src/screens"
  finds layers "registry/console/web/src/parts/list.ts -> verify/web/src/ui"
}

@test "a program that links what is the registry's" {
  build
  printf 'int sqlite3_libversion_number(void);\nint main(void) { return sqlite3_libversion_number(); }\n' |
    cc -x c - -o build/program -lsqlite3
  run -1 layers --verifier build/program
  [[ $output == *sqlite3* ]]
}

@test "a circle of files, in C and in C++" {
  printf 'int store_get(int a);\nint store_put(int a) {\n    return store_get(a);\n}\n' >registry/store/put.c
  sed -i 's|return wire_add(a)|int store_put(int);\n    return store_put(a)|' registry/store/get.c
  build
  finds circles "registry/store/get.c registry/store/put.c"
  finds circles "registry/store/put.c needs store_get of registry/store/get.c"
  git checkout -q . 2>/dev/null || rm registry/store/*.c
  printf 'int second(int a);\nint first(int a) {\n    return second(a);\n}\n' >labels/page/first.cc
  printf 'int first(int a);\nint second(int a) {\n    return first(a);\n}\n' >labels/page/second.cc
  rm -f registry/desk/*.c
  build
  finds circles "labels/page/first.cc labels/page/second.cc"
}

@test "a table of functions counts like a call" {
  printf 'int store_get(int a);\nint (*const store_table[])(int) = {store_get};\n' >registry/store/table.c
  sed -i 's|return wire_add(a)|extern int (*const store_table[])(int);\n    return store_table[0](a)|' \
    registry/store/get.c
  build
  finds circles "registry/store/get.c registry/store/table.c"
}

@test "a list of exceptions is true and gets shorter only" {
  sed -i '1i #include "registry/desk/desk.h"' registry/store/get.c
  build
  echo "registry/store/get.c -> registry/desk" >>tests/lint/layers.list
  run -0 layers
  # Moved: the list keeps its length.
  mv registry/store/get.c registry/store/fetch.c
  rm -r build
  build
  finds layers "registry/store/fetch.c -> registry/desk"
  run -0 layers --accept
  run -0 layers
  # New: the list would grow.
  printf '#include "../desk/desk.h"\nint store_more;\n' >registry/store/more.c
  build
  run -1 layers --accept
  rm registry/store/more.c
  # Mended: the list has to say so.
  sed -i 1d registry/store/fetch.c
  rm -r build
  build
  finds layers "mended: registry/store/fetch.c -> registry/desk"
  run -0 layers --accept
  run -0 layers
  [ "$(cat tests/lint/layers.list)" = "# what stands" ]
}

@test "strcpy, blanks at an end and marks of later work, in a .cc and in other files" {
  sed -i 's|return wire_add(a)|return strcpy(a)|' labels/page/draw.cc
  run -1 sh "$lint/check_words.sh" .
  [[ $output == *labels/page/draw.cc* ]]
  sed -i 's|return strcpy(a)|return wire_add(a)|' labels/page/draw.cc
  printf 'int a; \n' >>labels/page/draw.cc
  run -1 sh "$lint/check_format.sh" .
  [[ $output == *"draw.cc:6:int a; "* ]]
  sed -i '$d' labels/page/draw.cc
  printf '# TO%s: more\n' DO >new.cmake
  run -1 sh "$lint/check_words.sh" .
  [[ $output == *new.cmake* ]]
  mv labels/page/draw.cc labels/page/draw.cpp
  run -1 sh "$lint/check_format.sh" .
  [[ $output == *"end in .cc"* ]]
}

@test "a script that shellcheck refuses, whatever its name" {
  printf '#!/bin/sh\nrm $1\n' >tool
  chmod +x tool
  run -1 sh "$lint/check_shell.sh" .
  [[ $output == *SC2086* ]]
}

@test "a fault that clang-tidy finds, in a header too; what is clean is not looked at again" {
  cp "$lint/../../.clang-tidy" .
  build
  run -0 /usr/bin/python3 -B "$lint/check_tidy.py" . build
  [[ $output == *"looked at 4 of them"* ]]
  run -0 /usr/bin/python3 -B "$lint/check_tidy.py" . build
  [[ $output == *"looked at 0 of them"* ]]
  printf 'static inline int store_half(int a) { if (a) { return 1; } else { return 1; } }\n' \
    >>registry/store/store.h
  build
  run -1 /usr/bin/python3 -B "$lint/check_tidy.py" . build
  [[ $output == *store.h*bugprone-branch-clone* ]]
  [[ $output == *"2 sources to mend"* ]]
}

@test "SQL that engines do not share is found, and so is SQL above the store" {
  sql() { /usr/bin/python3 -B "$lint/check_sql.py" .; }
  run -0 sql
  while IFS='|' read -r what text; do
    printf '/* LOCK TABLE in a comment is none */\nconst char *const q =\n    "%s";\n' "$text" >registry/store/q.c
    finds sql "$what"
  done <<'END'
sequence|SELECT nextval('s')
sequence|CREATE TABLE t (a BIGSERIAL PRIMARY KEY)
trigger or rule|CREATE TRIGGER t BEFORE INSERT ON a
advisory lock|SELECT pg_advisory_lock(1)
table lock|BEGIN;" " LOCK TABLE a
lock of a row|SELECT a FROM b FOR " "UPDATE
notice|LISTEN a
temporary table|CREATE TEMP TABLE a (b INTEGER)
upsert of SQLite alone|INSERT OR REPLACE INTO a VALUES (1)
row number of one engine|SELECT rowid FROM a
recursion|WITH RECURSIVE a AS (SELECT 1)
row rules|CREATE POLICY p ON a
END
  rm registry/store/q.c
  while IFS='|' read -r expected column; do
    printf 'static const char *const v[] = {"CREATE TABLE t (a INTEGER);", "ALTER TABLE t ADD COLUMN %s;", NULL};\n' \
      "$column" >registry/store/store_schema.c
    if [ "$expected" = good ]; then run -0 sql; else finds sql "t.b: column over 1 MiB"; fi
  done <<'END'
good|b BLOB CHECK (length(b) BETWEEN 1 AND 1048576)
good|b BLOB NOT NULL DEFAULT x'' CHECK (length(b) IN (0, 32))
large|b BLOB
large|b BLOB CHECK (length(b) BETWEEN 1 AND 1048577)
END
  rm registry/store/store_schema.c
  printf 'const char *const q = "SELECT a FROM b WHERE c = ?";\n' >registry/desk/q.c
  finds sql "SQL belongs to registry/store"
}

@test "a menu's entry that menus cannot read" {
  command -v desktop-file-validate >/dev/null || skip "desktop-file-validate is not here"
  printf '[Desktop Entry]\nType=Application\nName=Sello\nExec=sello console\n' >entry.desktop
  run -0 "$lint/check_desktop.sh" entry.desktop
  echo 'Categories=Office;Certificates;' >>entry.desktop
  run -1 "$lint/check_desktop.sh" entry.desktop
  [[ $output == *Certificates* ]]
}
