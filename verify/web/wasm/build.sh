#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# build.sh [--statement] OUTPUT [CLANG [FUNCTION...]]: compiles the verdict on labels to WebAssembly, or
# that on statements; for tests, with more functions exported.
#
# Debian's clang, lld and wasi-libc, of which only the memory and string functions are linked. The
# module is WebAssembly's first version, which every phone's browser has had since 2017.
set -eu
judge=label
if [ "$1" = --statement ]; then
  judge=statement
  shift
fi
mkdir -p "$(dirname "$1")"
output=$(cd "$(dirname "$1")" && pwd)/$(basename "$1")
clang=${2:-clang}
cd "$(dirname "$0")/../../.."

sources="wire/bundle.c wire/cbor.c wire/cbor_check.c wire/cbor_head.c wire/certificate_row.c
  wire/base64.c wire/cose.c wire/digits.c wire/endorsement_row.c wire/label.c wire/log_edge.c wire/merkle.c wire/note.c
  wire/item_link.c wire/label_parse.c wire/root.c wire/root_accept.c wire/root_put.c wire/serial.c wire/error.c
  wire/status_list.c wire/text.c wire/tile.c
  verify/verdict/identity.c verify/verdict/judge.c verify/verdict/judge_list.c verify/verdict/judge_status.c verify/verdict/label_text.c verify/verdict/trust.c verify/verdict/trust_after.c verify/verdict/trust_log.c
  verify/verdict/trust_ask.c verify/verdict/verdict.c
  verify/web/wasm/answer.c verify/web/wasm/crypto_web.c verify/web/wasm/engine.c verify/web/wasm/judge_$judge.c
  verify/web/wasm/names_web.c verify/web/wasm/room_web.c verify/web/wasm/sha2.c"

names="take mark release answer answer_len cause_text clear trust_add verify_text"
if [ $judge = statement ]; then
  sources="$sources wire/statement.c verify/verdict/statement.c wire/log_policy.c wire/log_proof.c
    verify/verdict/trust_proof.c verify/web/wasm/witnesses.c"
  names="$names witnesses"
else
  names="$names trust_inspect trust_may_join trust_may_follow certificates hash notice verify_serial"
fi

exports=""
for name in $names; do
  exports="$exports -Wl,--export=web_$name"
done
if [ $# -gt 2 ]; then shift 2; else set --; fi
for name; do
  exports="$exports -Wl,--export=$name"
done

# The stack lies first, so that one that overflows traps instead of writing over data.
# shellcheck disable=SC2086 # lists of words
"$clang" --target=wasm32-wasi -mcpu=mvp -std=gnu17 -Oz -flto -Wall -Wextra -Wconversion -Werror -I. \
  -nostartfiles -nodefaultlibs -Wl,--no-entry -Wl,--stack-first -Wl,-z,stack-size=131072 \
  -Wl,--allow-undefined -Wl,--lto-O2 -Wl,--compress-relocations -Wl,--strip-all $exports $sources -lc -o "$output.new"
mv "$output.new" "$output"
