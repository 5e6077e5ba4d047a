#!/usr/bin/env bats
# SPDX-License-Identifier: Apache-2.0
# What a package holds: installed elsewhere, then used from there.

load common

setup_file() {
  make_template
  export PREFIX=$BATS_FILE_TMPDIR/prefix
  : "${SELLO_BUILD_DIR:?names the build tree}"
  cmake --install "$SELLO_BUILD_DIR" --prefix "$PREFIX" >"$BATS_FILE_TMPDIR/log"
}

setup() {
  start_test
  # As a user has it: nothing of the build tree is looked at.
  SELLO=$PREFIX/bin/sello SELLO_VERIFY=$PREFIX/bin/sello-verify
}

installed() { find "$PREFIX" -path "*$1" | head -n 1; }

# completed WORD...: what bash would offer for the last of these words.
completed() {
  bash -c 'source "$1" && shift
    COMP_WORDS=("$@") COMP_CWORD=$(($# - 1)) COMP_LINE="$*" COMP_POINT=${#COMP_LINE}
    spec=$(complete -p "$1") && [[ $spec =~ -F\ ([^ ]+) ]] &&
      "${BASH_REMATCH[1]}" "$1" "${!#}" "${COMP_WORDS[$# - 2]}" &&
      printf "%s\n" "${COMPREPLY[@]}"' \
    - "$(installed "/bash-completion/completions/$1")" "$@" | sed 's/ *$//'
}

@test "the tools do the main job from where they were installed" {
  sello issue C1 --count 1
  sello print 4 --to png -o .
  sello trust export -o trust.sello
  run -0 sello_verify --trust trust.sello 000004.png
  contains "$output" AUTHENTIC
}

@test "they find their Spanish beside themselves, also when moved" {
  run -2 "$SELLO" --lang es nada
  contains "$output" "No hay"
  cp -a "$PREFIX" moved
  run -2 moved/bin/sello --lang es nada
  contains "$output" "No hay"
  run -0 moved/bin/sello-verify --lang es --trust trust.sello "$(label_text 1)"
  lacks "$output" AUTHENTIC
}

@test "without the parts that read pictures and draw, the rest works, and what needs them says so" {
  cp -a "$PREFIX" bare
  find bare \( -name 'sello-*.so' -o -name sello-reader -o -name sello-mark \) -delete
  SELLO=$PWD/bare/bin/sello SELLO_VERIFY=$PWD/bare/bin/sello-verify
  run -0 sello_verify --trust trust.sello "$(label_text 1)"
  run -1 sello print 1 --to pdf --stock avery-5162 -o sheet.pdf
  contains "$output" "sello-draw.so"
  [ ! -e sheet.pdf ]
  convert_picture -size 90x90 xc:gray photograph.jpg
  run sello_verify --trust trust.sello photograph.jpg
  [ "$status" -ne 0 ]
  contains "$output" "sello-reader"
  run sello_verify --no-sandbox --trust trust.sello photograph.jpg
  [ "$status" -ne 0 ]
  contains "$output" "sello-picture.so"
  sello_verify trust add trust.sello --yes
  run -1 sello_verify trust show nadie
  contains "$output" "sello-names.so"
}

@test "publish finds the page beside the tool, also when moved" {
  cp -a "$PREFIX" moved
  mkdir -p moved/share/sello/page # not there where node was missing
  echo '<!doctype html><html><head><title>Sello</title></head></html>' >moved/share/sello/page/index.html
  SELLO=$PWD/moved/bin/sello
  sello publish sitio
  contains "$(cat sitio/index.html)" "Consejo Artesanal"
}

@test "man pages, in both languages, are well formed" {
  for page in sello sello-verify; do
    for folder in man/man1 man/es/man1; do
      file=$(installed "/$folder/$page.1")
      [ -n "$file" ]
      command -v mandoc >/dev/null || continue
      mandoc -T lint -W error "$file"
    done
  done
}

@test "bash completes commands, their second words and their options" {
  equal certificate "$(completed sello ce)"
  contains "$(completed sello certificate "" | xargs)" grant
  contains "$(completed sello issue --co)" --count
  contains "$(completed sello-verify tr)" trust
  contains "$(completed sello-verify trust add --ex)" --expect
}

@test "no path of the build is in what is installed" {
  run ! grep -rlF "$SELLO_BUILD_DIR" "$PREFIX/share" "$PREFIX/include" \
    "$(installed /selloverify.pc)"
}

# compile_with_library OUTPUT [FLAG...]: by its header and pkg-config.
compile_with_library() {
  PKG_CONFIG_PATH=$(dirname "$(installed /selloverify.pc)")
  export PKG_CONFIG_PATH
  local flags output=$1
  read -ra flags < <(pkg-config --define-variable=prefix="$PREFIX" "${@:2}" --cflags --libs \
    selloverify)
  # A library built with sanitizers asks for them; one as installed for use needs nothing more.
  if nm "$(installed /libselloverify.a)" 2>/dev/null | grep -q __asan_init; then
    flags+=("-fsanitize=address,undefined")
  fi
  if [ "${2:-}" = --static ]; then
    flags=("${flags[@]/#-lselloverify/-l:libselloverify.a}")
  fi
  cc -std=c17 -Wall -Wextra -Werror -o "$output" "$SOURCE_DIR/examples/verify.c" "${flags[@]}"
}

# verifies PROGRAM...
verifies() {
  local text
  text=$(label_text 1)
  run -0 "$@" trust.sello "$text"
  equal "authentic" "${lines[0]}"
  contains "${lines[1]}" "Rebozo de bolita"
  run -30 "$@" trust.sello "${text%?????}12345"
  equal "forged" "$output"
  echo junk >junk.sello
  run -1 "$@" junk.sello "$text"
}

@test "another program verifies with the static library, its header and pkg-config" {
  compile_with_library ./program --static
  lacks "$(readelf -d program)" libselloverify
  verifies ./program
}

@test "another program verifies with the shared library, its header and pkg-config" {
  compile_with_library ./program
  contains "$(readelf -d program)" "[libselloverify.so.1]"
  # It brings its own libraries: the program does not name them.
  run ! grep -E "NEEDED.*(sodium|libz)" <(readelf -d program)
  LD_LIBRARY_PATH=$(dirname "$(installed /libselloverify.so)")
  export LD_LIBRARY_PATH
  verifies ./program
}

@test "Python verifies with the shared library" {
  SELLO_LIBRARY=$(installed /libselloverify.so)
  export SELLO_LIBRARY
  local preload=()
  if nm -D "$SELLO_LIBRARY" | grep -q __asan_init; then # python itself has no sanitizer to bring it
    preload=(env ASAN_OPTIONS=detect_leaks=0 "LD_PRELOAD=$(cc -print-file-name=libasan.so)")
  fi
  verifies "${preload[@]}" python3 "$SOURCE_DIR/examples/verify.py"
}

@test "the shared library shows the functions of its header and nothing else" {
  library=$(installed /libselloverify.so)
  contains "$(readelf -d "$library")" "Library soname: [libselloverify.so.1]"
  declared=$(grep -oE "^[a-z].*\bsello_[a-z_]+\(" "$(installed /sello_verify.h)" |
    grep -oE "sello_[a-z_]+\($" | tr -d '(' | sort)
  equal 17 "$(wc -l <<<"$declared")"
  shown=$(nm -D --defined-only --with-symbol-versions "$library" | awk '$2 == "T" {print $3}' | sort)
  equal "$(sed 's/$/@@SELLOVERIFY_1/' <<<"$declared")" "$shown"
  for function in $declared; do
    MANPATH=$PREFIX/share/man run -0 man 3 "$function"
    contains "$output" "$function("
  done
}

# picture_program: the source of a program that tells the codes in a picture, and stops at the first
# where a third word is given.
picture_program() {
  cat <<'C'
#include <sello_picture.h>
#include <stdio.h>

static bool print(void *context, const struct sello_picture_code *code) {
    (void)context;
    printf("%.0f,%.0f %.*s\n", code->corners[0][0], code->corners[0][1], (int)code->len, code->text);
    return false;
}

static bool at_once(void *context) {
    (void)context;
    return true;
}

int main(int argc, char **argv) {
    static uint8_t file[8 << 20];
    FILE *from = argc > 1 ? fopen(argv[1], "rb") : NULL;
    size_t len = from != NULL ? fread(file, 1, sizeof file, from) : 0;
    struct sello_picture_search search = {.found = print, .stopped = argc > 2 ? at_once : NULL};
    return sello_picture_codes(file, len, &search);
}
C
}

@test "another program reads the codes of a picture in memory, by the library for pictures" {
  PKG_CONFIG_PATH=$(dirname "$(installed /sellopicture.pc)")
  export PKG_CONFIG_PATH
  local flags
  read -ra flags < <(pkg-config --define-variable=prefix="$PREFIX" --cflags --libs sellopicture)
  library=$(installed /libsellopicture.so)
  if nm "$library" 2>/dev/null | grep -q __asan_init; then
    flags+=("-fsanitize=address,undefined")
  fi
  picture_program >program.c
  cc -std=c17 -Wall -Wextra -Werror -o program program.c "${flags[@]}"
  LD_LIBRARY_PATH=$(dirname "$library")
  export LD_LIBRARY_PATH
  sello print 1 3 --to png -o .
  convert_picture 000001.png 000003.png +append both.jpg
  run -0 ./program both.jpg
  contains "$output" " $(label_text 1)"
  contains "$output" " $(label_text 3)"
  run -0 ./program 000001.png
  [[ $output =~ ^[1-9][0-9]*,[1-9][0-9]*\ "$(label_text 1)"$ ]]
  convert_picture -size 200x200 xc:gray gray.png
  run -125 ./program gray.png
  run -135 ./program gray.png stop
  [ "$(nm -D --defined-only "$library" | awk '{print $3}')" = sello_picture_codes ]
}
