#!/usr/bin/env bats
# SPDX-License-Identifier: Apache-2.0
# Printing to a printer of the system's: by lp and lpstat, of which the test has its own.

load common

setup_file() {
  make_template
}

setup() {
  start_test
  mkdir programs spool
  cat >programs/lp <<'END'
#!/bin/sh
printf '%s\n' "$@" >"$HOME/arguments"
cat >"$HOME/printed"
[ -e "$HOME/slow" ] && sleep 600
if [ -e "$HOME/says" ]; then cat "$HOME/says" >&2; exit 1; fi
echo "request id is Zebra-12 (1 file(s))"
END
  cat >programs/lpstat <<'END'
#!/bin/sh
[ "$LC_ALL" = C ] || exit 9
[ "$1" != -e ] || { printf 'Zebra\nOficina\n'; exit; }
case $2 in
Zebra*) echo "printer $2 is idle.  enabled since Mon" ;;
Parada) echo "printer Parada disabled since Mon -"; echo "	Paused" ;;
*) echo "lpstat: Invalid destination name in list \"$2\"!" >&2; exit 1 ;;
esac
END
  chmod +x programs/lp programs/lpstat
  PATH=$PWD/programs:$PATH
}

# left_here: the files of this folder, of which a print leaves none behind.
left_here() { find . -type f -newer programs -not -path "./registro/*" -not -path "./state/*" | sort | tr '\n' ' '; }

@test "the system's printers are listed, and those that were measured" {
  printf 'sello-printers 1\n%s\n%s\n' '0.412 -1.203 0.998500 1.001200 Epson' '0.100 0.100 1.000000 1.000000 Zebra' >registro/printers
  run -0 --separate-stderr sello --json printer list
  equal "Zebra true true, Oficina true false, Epson false true" \
    "$(jq -r '"\(.printer) \(.queue) \(.measured)"' <<<"$output" | paste -sd, | sed 's/,/, /g')"
  run -0 sello --lang en printer list
  contains "$output" "Epson, measured; it is no printer of this computer"
}

@test "labels go straight to a printer, as pages, and leave no file" {
  run -0 --separate-stderr sello --lang en print 1-3 --stock avery-l7163 --printer "Zebra;touch x"
  contains "$output" "Sent to the printer Zebra;touch x: 3 labels on 1 sheet of avery-l7163."
  equal "-d Zebra;touch x -t Sello -o media=A4 -o print-scaling=none" "$(xargs -d '\n' <arguments)"
  pdfinfo printed | grep -q "Pages: *1"
  contains "$(pdftotext printed -)" "000003-3"
  equal "avery-l7163,3" "$(sello --lang en export prints --csv - | /usr/bin/python3 -c '
import csv, sys
r = list(csv.DictReader(sys.stdin))[-1]
print(r["stock"] + "," + r["labels"])')"
  rm arguments printed
  lacks "$(left_here)" "pdf"
}

@test "a label printer's commands go as they are" {
  run -0 --separate-stderr sello --json print 1 --to zpl --stock roll-100x50 --printer Zebra
  equal '{"format":"zpl","printer":"Zebra","queue":"Zebra"}' "$(jq -c '{queue, format, printer}' <<<"$output")"
  equal "-d Zebra -t Sello -o raw" "$(xargs -d '\n' <arguments)"
  equal "^XA" "$(head -c 3 printed)"
  sello print 1 --to pdf --stock roll-100x50 --printer Zebra
  contains "$(xargs -d '\n' <arguments)" "media=Custom.100.00x50.00mm"
}

@test "what it measured of a queue of that name is made up for" {
  sello print 1 --stock avery-l7163 --printer Zebra
  cp printed plain.pdf
  sello stock calibrate --printer Zebra --left 22 --top 32 --across 170 --down 230
  sello print 1 --stock avery-l7163 --printer Zebra
  [ "$(sha256sum <plain.pdf)" != "$(sha256sum <printed)" ]
}

@test "what hinders printing is said, and nothing counts as printed" {
  declare -A says=([Nadie]="no printer named Nadie" [Parada]="stopped")
  for printer in Nadie Parada; do
    run -1 sello --lang en print 1 --stock avery-l7163 --printer $printer
    contains "$output" "${says[$printer]}"
    [ ! -e printed ]
  done
  echo 'lp: Destination "Zebra" is not accepting jobs.' >says
  run -1 sello --lang en print 1 --stock avery-l7163 --printer Zebra
  contains "$output" 'did not take it: Destination "Zebra" is not accepting jobs.'
  rm -r programs
  run -1 env PATH=/nowhere "$SELLO" --no-input --lang en print 1 --stock avery-l7163 --printer Zebra
  contains "$output" "the program lp is not here"
  equal "" "$(sello --lang en export prints --csv - | tail -n +2)"
  run -0 sello print 1 --to pdf -o a.pdf --stock avery-l7163
  lacks "$output" before
}

@test "a label that was withdrawn meanwhile is not sent" {
  meanwhile "withdraw 1 --reason stolen" print 1 --stock avery-3112 --printer Zebra
  equal 1 "$status" "$output"
  [ ! -e printed ]
}

@test "options that do not go together are refused; a dry run sends nothing" {
  for options in "--to png" "--resume" "--pages-per-file 2"; do
    # shellcheck disable=SC2086 # words
    run -2 sello print 1 --stock avery-l7163 --printer Zebra $options
  done
  run -0 sello print 1 --stock avery-l7163 --printer Zebra --dry-run
  [ ! -e printed ]
}
