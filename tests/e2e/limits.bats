#!/usr/bin/env bats
# SPDX-License-Identifier: Apache-2.0
# What a label may say, up to its limits, and what a name may never have in it.

load common

setup_file() { make_template; }

setup() { start_test; }

# token_bytes TEXT: how many bytes its digits stand for; 17 digits for seven, less for the rest.
token_bytes() {
  local digits=${1#*#}
  local -A tail=([0]=0 [3]=1 [5]=2 [8]=3 [10]=4 [13]=5 [15]=6)
  echo $((${#digits} / 17 * 7 + ${tail[$((${#digits} % 17))]}))
}

# filled TEXT BYTES: the text, said again and again until it takes exactly so many bytes.
filled() {
  /usr/bin/python3 - "$@" <<'PYTHON'
import sys, unicodedata
text, size = sys.argv[1], int(sys.argv[2])
out = ""
while len((out + text).encode()) < size:
    out += text + " "
for c in text:
    if len((out + c).encode()) + 1 < size:
        out += c
out = out.rstrip()
while len(out.encode()) < size:
    out += "a"
assert len(out.encode()) == size and unicodedata.is_normalized("NFC", out), out
print(out)
PYTHON
}

# Everything as long as it may be; in Spanish, Zapotec, Maya and Nahuatl ways of writing.
full_record() {
  product=$(filled "Ixcacahuatl māttzīntli x̄ochitl" 64)
  producer=$(filled "Jolobil Kꞌinal Antsetik bꞌatzꞌi Chʼol" 64)
  origin=$(filled "San Andrés Larráinzar Ñuu Savi b̃e m̃i güe" 64)
  traits=$(filled "Nudos ʼbeñeꞌ grana cochinilla ā̱ añil ¡único!" 80)
  lot=$(filled "LOTE-ñ" 32)
  content=$(filled "750 ml ±½" 24)
  lang=nah-Latn-MX-x-abcdefgh-abcdefgh-abc
  equal 35 ${#lang}
  sello scheme add --code 65535 --name "$product" --name-en "$origin"
  sello producer add --name "$producer" --origin "$origin" --public
  sello product add --name "$product" --traits "$traits" --gtin 99999999999997 \
    --net-content "$content" --text-lang "$lang"
  grant_certificate --product P2 --producer R2 --scheme 65535
  sello issue C2 --count 2 --lot "$lot" --made 2026-11-01 --expires 2099-12-31
}

@test "a record with every field at its limit is issued, printed, read back and shown identically" {
  full_record
  sello trust export -o trust.sello
  sello print 4 --to png -o .
  text=$(label_text 4)
  [ "$(token_bytes "$text")" -le 540 ]
  [ "$(token_bytes "$text")" -gt 500 ]
  expected=$(jq -cn --arg product "$product" --arg producer "$producer" --arg origin "$origin" \
    --arg lot "$lot" --arg traits "$traits" --arg net_content "$content" --arg lang "$lang" \
    '{product:$product,producer:$producer,origin:$origin,lot:$lot,traits:$traits,
      gtin:99999999999997,net_content:$net_content,lang:$lang,made:"2026-11-01",
      expires:"2099-12-31"}')
  fields='{product,producer,origin,lot,traits,gtin,net_content,lang,made,expires}'
  equal "$expected" "$(sello --json label show 4 | jq -c "$fields")" "label show"
  for input in 000004.png "$text"; do
    run -0 --separate-stderr sello_verify --trust trust.sello --json "$input"
    equal "$expected" "$(jq -c "$fields" <<<"$output")" "$input"
    equal "authentic 65535" "$(jq -r '"\(.verdict) \(.scheme.code)"' <<<"$output")"
  done
  equal "$product" "$(sello --json product show P2 | jq -r .name)"
  run -0 sello_verify --trust trust.sello "$text"
  contains "$(tr -s ' \n' ' ' <<<"$output")" "$product"
}

@test "a full record is read by zbar and zxing too" {
  full_record
  sello print 4 --to png -o .
  equal "$(label_text 4)" "$(zbarimg -q --raw 000004.png)" zbar
  contains "$(ZXingReader 000004.png)" "$(label_text 4)"
}

@test "one byte more than the limit is refused, and says how much it takes" {
  limit() {
    local most=$1
    shift
    run ! sello "$@"
    contains "$output" "at most $most bytes"
  }
  long=$(filled "ñandú" 65)
  limit 64 product add --name "$long"
  limit 64 producer add --name "$long" --origin x
  limit 64 producer add --name x --origin "$long"
  limit 64 scheme add --code 9 --name "$long"
  limit 80 product add --name x --traits "$(filled ñ 81)"
  limit 24 product add --name x --net-content "$(filled ñ 25)"
  limit 32 issue C1 --count 1 --lot "$(filled ñ 33)"
  limit 80 issue C1 --count 1 --traits "$(filled ñ 81)"
  run ! sello -r otro init --name "$long" --url https://sello.example/v/
  equal 1 "$(sello --json product list | wc -l)"
}

@test "a typical record takes at most 240 bytes and version 12 at M, and four decoders read it" {
  sello scheme add --code 12 --name "Rebozo"
  sello producer add --name "$(filled "Taller Hernández" 20)" --public \
    --origin "$(filled "Santa María del Río" 25)"
  sello product add --name "$(filled "Rebozo de bolita" 32)" --traits "$(filled "seda roja" 22)"
  grant_certificate --product P2 --producer R2 --scheme 12
  sello issue C2 --count 1 --lot "$(filled 2026 10)"
  text=$(label_text 4)
  [ "$(token_bytes "$text")" -le 240 ]
  version=$(sello --json print 4 --to png -o . | jq .symbol_version)
  [ "$version" -le 12 ]
  read_by_zxing=$(ZXingReader 000004.png)
  contains "$read_by_zxing" "$text"
  [[ $read_by_zxing =~ EC\ Level:\ *[MQ] ]]
  equal "$text" "$(zbarimg -q --raw 000004.png)" zbar
  equal "$text" "$(sello_verify --text 000004.png)" sello-verify
  need_browser_decoder
  equal "$text" "$(node "$SOURCE_DIR/tests/web/decode.mjs" 000004.png)" "the browser's decoder"
}

@test "forbidden characters are refused, each with its position" {
  at_three() { # WHAT CHARACTER
    run ! sello product add --name "ab$2c"
    [[ $output =~ (character|carácter)\ 3 ]] || fail_for "$1"
    contains "$output" "U+$1"
  }
  fail_for() { echo "U+$1 was answered: $output" >&2 && return 1; }
  at_three 202E $'\u202e'
  at_three 2066 $'\u2066'
  at_three 200B $'\u200b'
  at_three 200D $'\u200d'
  at_three FEFF $'\ufeff'
  at_three 061C $'\u061c'
  at_three 2028 $'\u2028'
  at_three 2060 $'\u2060'
  at_three 0009 $'\t'
  at_three 000A $'\n'
  at_three 001B $'\e'
  at_three 007F $'\x7f'
  at_three 0085 $'\u0085'
  equal 1 "$(sello --json product list | wc -l)"
}

@test "letters and accents apart, look-alike alphabets, piled marks and broken UTF-8 are refused" {
  refused() {
    run ! sello product add --name "$1"
    contains "$output" "character $2"
  }
  refused $'Cafe\u0301' 4
  refused $'n\u0303andu' 1
  refused $'O\u0430xaca' 2
  refused "a$(printf '\u0332%.0s' {1..12})" ""
  refused $'ab\xff\xfe' 3
  refused $'ab\xc3' 3
  refused $'ab\xed\xa0\x80' 3
  for name in "" " " "   " " x" "x "; do
    run ! sello product add --name "$name"
  done
  equal 1 "$(sello --json product list | wc -l)"
}

@test "hostile names are taken as text where they are text, and do nothing" {
  for name in "';DROP TABLE product;--" '=cmd|/C calc' '</svg><script>alert(1)</script>' '%s%n%d' \
    '$(touch owned)' '`touch owned`' '../../etc/passwd' '-rf' 'CON' '^XZ~JA' '"}\u0000'; do
    id=$(sello --json product add --name="$name" | jq -r .id)
    equal "$name" "$(sello --json product show "$id" | jq -r .name)"
    certificate=$(grant_certificate --product "$id" --producer R1 --scheme S1)
    serial=$(sello --json issue "$certificate" --count 1 2>/dev/null | jq .first_serial)
    sello print "$serial" --to svg -o svg >/dev/null
    lacks "$(cat svg/*.svg)" "<script"
    sello trust export -o trust.sello >/dev/null
    text=$(label_text "$serial")
    equal "$name" "$(sello_verify --trust trust.sello --json "$text" | jq -r .product)"
  done
  [ ! -e owned ]
  sello export products --csv products.csv
  equal "" "$(/usr/bin/python3 -c '
import csv
cells = [cell for row in csv.reader(open("products.csv")) for cell in row]
print(*[cell for cell in cells if cell[:1] in set("=+-@\t")])')"
  sello check --all
}
