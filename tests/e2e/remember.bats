#!/usr/bin/env bats
# SPDX-License-Identifier: Apache-2.0
# The memory at the stall: serials seen before, when and how often; files of them merge.

load common

HEADER="# sello-verify remember 1"

setup_file() { make_template; }

setup() {
  start_test
  for serial in 1 2 3; do
    TEXT[serial]=$(label_text $serial)
  done
}

# see OPTION... SERIAL: judges that label, remembering in the file `seen`.
see() {
  sello_verify --trust trust.sello --json --remember "${FILE:-seen}" "${@:1:$#-1}" "${TEXT[${!#}]}"
}

sights() { grep -vc '^#' "${1:-seen}"; }

@test "the first sight is authentic, and the next says when and how often it was seen" {
  run -0 see 1
  equal null "$(jq -c .seen <<<"$output")"
  run -14 see 1
  first=$(sed -n 2p seen | cut -d' ' -f1)
  equal "[\"$first\",\"$first\",1]" "$(jq -c '[.seen.first, .seen.last, .seen.times]' <<<"$output")"
  run -14 see 1
  equal 2 "$(jq .seen.times <<<"$output")"
  run -0 see 2
  run -14 sello_verify --trust trust.sello --lang en --remember seen "${TEXT[1]}"
  contains "$output" "Seen before:  3 times, first on"
}

@test "the file has a version, and a line for every sight" {
  see 1 || true
  see 2 || true
  equal "$HEADER" "$(head -n 1 seen)"
  fingerprint=$(see 3 | jq -r .fingerprint)
  [[ $(sed -n 3p seen) =~ ^20[0-9-]{8}T[0-9:]{8}Z\ $fingerprint\ 2\ [0-9a-f]{16}-1$ ]]
  equal "3 600" "$(sights) $(stat -c %a seen)"
}

@test "without --remember nothing is written, and only this run counts" {
  run -14 sello_verify --trust trust.sello --json "${TEXT[1]}" "${TEXT[1]}"
  equal null "$(tail -n 1 <<<"$output" | jq -c .seen)"
  run -0 sello_verify --trust trust.sello "${TEXT[1]}"
  [ ! -e seen ]
}

@test "within one run it counts too, and lines of a scanner are noted one by one" {
  run -14 --separate-stderr sello_verify --trust trust.sello --json --remember seen - < <(
    printf '%s\n' "${TEXT[1]}" "${TEXT[2]}" "${TEXT[1]}" "${TEXT[1]}")
  equal "null null 1 2" "$(jq .seen.times <<<"$output" | xargs)"
  equal 4 "$(sights)"
}

@test "only the certifier's own labels are noted, and --now is not remembered" {
  last=${TEXT[1]: -1}
  run -30 sello_verify --trust trust.sello --remember seen "${TEXT[1]:0:-1}$(((last + 1) % 3))"
  run -32 sello_verify --remember seen "${TEXT[1]}"
  run -40 sello_verify --trust trust.sello --remember seen https://hola
  equal "$HEADER" "$(cat seen)"
  see --now 2031-01-01T00:00:00Z 1 || true
  lacks "$(cat seen)" "2031"
}

@test "a withdrawn label that was seen is withdrawn, and its sights are told" {
  sello withdraw 2 --reason lost
  sello trust export -o trust.sello
  run -20 see 2
  run -20 see 2
  equal '["repeated"] 1' "$(jq -c '.also, .seen.times' <<<"$output" | xargs -d '\n')"
}

@test "a torn last line is survived, told and left out" {
  see 1 || true
  for cut in 1 10 25 60 100; do
    head -c -$cut seen >torn
    size=$(stat -c %s torn)
    FILE=torn run -0 --separate-stderr see 2
    equal "$(head -c "$size" torn)" "$(head -c -$cut seen)" "what was there stays"
    FILE=torn run -14 --separate-stderr see 2
    [ $cut -lt 20 ] || contains "$stderr" "passed over" # before that only the mark is torn
  done
  sello_verify remember merge torn -o whole
  FILE=whole run -14 --separate-stderr see 2
  equal "" "$stderr"
}

@test "a file that is something else is refused, and stays as it is" {
  echo "lista de compras" >seen
  run -1 see 1
  contains "$output" "not a file of serials seen"
  equal "lista de compras" "$(cat seen)"
  echo "# sello-verify remember 2" >seen
  run -1 see 1
  mkdir folder
  FILE=folder run -1 see 1
  FILE=missing/seen run -1 see 1
  mkfifo pipe
  FILE=pipe run -1 see 1
}

@test "an empty file and a torn first line become a memory" {
  : >seen
  run -0 see 1
  run -14 see 1
  printf '# sello-ver' >seen
  run -0 see 1
  run -14 see 1
  equal "$HEADER" "$(head -n 1 seen)"
}

@test "what cannot be written is said, and the exit is not that of the verdict" {
  see 1 || true
  before=$(cat seen)
  run -1 bash -c "trap '' XFSZ; ulimit -f 0; exec '$SELLO_VERIFY' --trust trust.sello --remember seen '${TEXT[2]}'"
  contains "$output" "AUTHENTIC"
  contains "$output" "cannot be remembered"
  equal "$before" "$(cat seen)"
}

@test "two at once write into one file, and see what the other one saw" {
  lines() { for _ in {1..50}; do printf '%s\n' "${TEXT[1]}" "${TEXT[2]}"; done; }
  lines | sello_verify --trust trust.sello --json --remember seen - >one &
  lines | sello_verify --trust trust.sello --json --remember seen - >two || true
  wait $! || true
  equal 200 "$(sights)"
  equal 0 "$(grep -v '^#' seen | grep -cvE '^[^ ]{20} [0-9a-f]{64} [12] [0-9a-f]{16}-[0-9]+$')"
  equal "0 1 98 99" "$(cat one two | jq -r 'select(.serial == 1) | .seen.times // 0' | sort -n |
    sed -n '1,2p;99,100p' | xargs)"
}

@test "one that another one keeps waiting says so in the end, and who it is" {
  need_strace
  flock memory sleep 30 3>&- &
  sleep 0.2
  run -1 no_pauses "$SELLO_VERIFY" --lang en --trust trust.sello --remember memory "$(label_text 1)"
  contains "$output" "Another program is writing to memory: flock, process $!. Wait until"
  pkill -P $!
  wait $! || true
  mkdir -p data/sello/trust
  flock data/sello/trust/lock sleep 30 3>&- &
  sleep 0.2
  run -1 no_pauses "$SELLO_VERIFY" --lang en --no-input trust add trust.sello --yes
  contains "$output" "Another program is writing to $PWD/data/sello/trust: flock, process $!."
  pkill -P $!
  wait $! || true
}

@test "files merge by the command, by sort -u and one behind the other" {
  FILE=mine run -0 see 1
  FILE=hers run -0 see 1
  FILE=hers run -0 see 2
  run -0 sello_verify remember merge mine hers mine -o ours
  contains "$output" "3 sights"
  equal "$(LC_ALL=C sort -u mine hers)" "$(cat ours)"
  FILE=ours run -14 see 2
  cat mine hers >both
  FILE=both run -14 see 1
  equal 2 "$(jq .seen.times <<<"$output")"
  sello_verify remember merge ours both -o ours
  equal 5 "$(sights ours)"
}

@test "merging refuses what is no memory, and writes nothing" {
  see 1 || true
  echo hola >other
  run -1 sello_verify remember merge seen other -o out
  run -1 sello_verify remember merge seen missing -o out
  run -2 sello_verify remember merge seen
  [ ! -e out ]
}

@test "a memory of certifiers who are not trusted here is kept as it is" {
  see 1 || true
  before=$(cat seen)
  (use_folder "$BATS_TEST_TMPDIR/other"; make_certifier; make_certificate; issue_typical 1
   sello trust export -o trust.sello
   sello_verify --trust trust.sello --remember ../here/seen "$(label_text 1)")
  equal "$before" "$(head -n 2 seen)"
  equal 2 "$(sights)"
}

@test "a file that another one replaced during the run is told, not written in vain" {
  local one two code=0
  one=$(label_text 1) two=$(label_text 2)
  mkfifo lines
  sello_verify --trust trust.sello --remember m --csv - <lines >out 2>err &
  exec 7>lines
  echo "$one" >&7
  until [ "$(wc -l 2>/dev/null <m)" = 2 ]; do sleep 0.1; done
  sello_verify remember merge m -o m
  echo "$two" >&7
  exec 7>&-
  wait $! || code=$?
  equal 1 "$code"
  contains "$(cat err)" "cannot be remembered in m"
  contains "$(cat out)" "000002-"
}
