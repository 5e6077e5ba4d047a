#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# build.sh OUTPUT [CLANG]: compiles the flattening of bent symbols to WebAssembly.
#
# Debian's clang, lld and wasi-libc, of which only memory and strings are linked: the module asks
# nothing of a system. Built for speed: it is fetched when a label is hard to read, and then it works
# on each frame of the camera.
set -eu
mkdir -p "$(dirname "$1")"
output=$(cd "$(dirname "$1")" && pwd)/$(basename "$1")
clang=${2:-clang}
cd "$(dirname "$0")/../../.."

sources="verify/reader/anchors.c verify/reader/finder.c verify/reader/flatten.c verify/reader/lattice.c
  verify/reader/pattern.c verify/reader/picture_image.c verify/reader/picture_view.c
  verify/reader/surface.c verify/reader/symbol_code.c verify/web/flatten/flatten_web.c"

# The stack lies first, so that one that overflows traps instead of writing over data.
# shellcheck disable=SC2086 # lists of words
"$clang" --target=wasm32-wasi -mcpu=mvp -std=gnu17 -O2 -flto -Wall -Wextra -Wconversion -I. \
  -nostartfiles -nodefaultlibs -Wl,--no-entry -Wl,--stack-first -Wl,-z,stack-size=262144 \
  -Wl,--allow-undefined -Wl,--lto-O2 -Wl,--strip-all -Wl,--export=web_frame \
  -Wl,--export=web_flatten $sources -lc -o "$output.new"
mv "$output.new" "$output"
