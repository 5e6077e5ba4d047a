#!/usr/bin/env bats
# SPDX-License-Identifier: Apache-2.0
# Pictures made to harm: each is unreadable at worst, the others of its folder are read, and what
# decodes them can open nothing. script/hostile has many more of them.
load common

setup_file() {
  make_template
  cd "$BATS_FILE_TMPDIR/template" || return
  sello print B1 --to png -o .
  mkdir pictures
  /usr/bin/python3 "$BATS_TEST_DIRNAME/hostile.py" pictures >expected
}

setup() {
  start_test
}

# The processes that read for another one.
readers_of() { pgrep -P "$1" -f sello-reader; }

@test "a folder of hostile pictures among good ones: all are answered, in order" {
  local n=0 file
  for file in pictures/*; do
    cp 00000"$((n % 3 + 1))".png "$file".png # each after the one that it is named after
    n=$((n + 1))
  done
  run sello_verify --trust trust.sello --picture-seconds 1 --json pictures
  [ "$status" -ne 0 ]
  jq -r '.input' <<<"$output" >answered
  find pictures -type f | LC_ALL=C sort >given
  diff given answered
  equal "$n" "$(jq -r '.verdict' <<<"$output" | grep -cE '^(authentic|repeated)$')"
  while read -r name verdict cause; do
    jq -r --arg name "pictures/$name" 'select(.input == $name) | [.verdict, .cause] | @tsv' \
      <<<"$output" >one
    grep -q "^$verdict	" one
    [ "$cause" = - ] || grep -qE "_($cause|SLOW)$" one
  done <expected
  contains "$output" SELLO_E_PICTURE_SLOW
}

@test "a hostile one in each hundred of a folder: the others' verdicts are right and in order" {
  local many=${SELLO_HOSTILE_FOLDER:-100} i file # 2000 for the whole of it
  mapfile -t hostile < <(find pictures -type f -size +0 | LC_ALL=C sort)
  convert_picture 000001.png -rotate 7 -quality 40 good0.jpg
  convert_picture 000002.png -resize 70% good1.webp
  cp 000003.png good2.png
  mkdir many
  for ((i = 0; i < many; i++)); do
    if ((i % 100 == 50)); then
      file=${hostile[i / 100 % ${#hostile[@]}]}
    else
      file=$(echo good$((i % 3)).*)
      echo "$i $((i % 3 + 1))" >>expected_serials
    fi
    cp "$file" many/"$(printf '%04d' "$i")"
  done
  run sello_verify --trust trust.sello --picture-seconds 2 --json many
  [ "$status" -ne 0 ]
  equal "$many" "$(wc -l <<<"$output")"
  jq -r 'select(.verdict == "authentic" or .verdict == "repeated")
    | "\(.input | ltrimstr("many/") | tonumber) \(.serial)"' <<<"$output" >answered_serials
  diff expected_serials answered_serials
  equal "$((many / 100))" "$(jq -r 'select(.verdict == "unreadable").input' <<<"$output" | wc -l)"
}

@test "a picture that takes too long says so, in words, and what it may take is told" {
  run -41 sello_verify --trust trust.sello --picture-seconds 1 pictures/tiled.png
  contains "$output" "took too long"
  run -41 "$SELLO_VERIFY" --idioma es --confianza trust.sello --segundos-por-imagen 1 pictures/tiled.png
  contains "$output" "demasiado tiempo"
  run -2 sello_verify --trust trust.sello --picture-seconds 0 000001.png
  run -2 sello_verify --trust trust.sello --picture-seconds 3601 000001.png
}

@test "the process that reads is killed in mid-run: that picture is unreadable, and the next are read" {
  "$SELLO_VERIFY" --trust trust.sello --jobs 1 --json pictures/tiled.png 000001.png 000002.png >out 2>err 3>&- &
  run_of=$!
  until reader=$(readers_of "$run_of"); do sleep 0.1; done
  sleep 1
  kill -KILL "$reader"
  wait "$run_of" || true
  equal "unreadable authentic authentic" "$(jq -r .verdict out | paste -sd ' ')"
  equal SELLO_E_PICTURE_DECODER "$(jq -r 'select(.verdict == "unreadable").cause' out)"
}

@test "none of them is left when the run ends, also when it is killed" {
  "$SELLO_VERIFY" --trust trust.sello pictures/tiled.png >out 2>err 3>&- &
  run_of=$!
  until reader=$(readers_of "$run_of"); do sleep 0.1; done
  kill -KILL "$run_of"
  wait "$run_of" || true
  for _ in $(seq 100); do
    kill -0 "$reader" 2>/dev/null || break
    sleep 0.1
  done
  run ! kill -0 "$reader"
}

@test "once it is locked in, what reads opens nothing, and asks for no network" {
  need_strace
  ASAN_OPTIONS=$ASAN_OPTIONS:detect_leaks=0 strace -f -o trace "$SELLO_VERIFY" --trust trust.sello \
    000001.png pictures/bomb.png pictures/heic.heic >/dev/null 2>&1 || true
  grep -q 'landlock_restrict_self(' trace
  reader=$(grep -m1 'seccomp(SECCOMP_SET_MODE_FILTER' trace | cut -d' ' -f1)
  sed "0,/^$reader .*seccomp(SECCOMP_SET_MODE_FILTER/d" trace | grep "^$reader " >locked
  grep -q 'write(' locked
  run grep -E '(open|openat|socket|connect|execve|fork|unlink|rename|ptrace|kill)\(.* = [0-9]' locked
  equal "" "$output"
}

@test "--no-sandbox reads in the process itself" {
  need_strace
  strace -f -e trace=execve -o trace "$SELLO_VERIFY" --trust trust.sello --no-sandbox 000001.png
  run ! grep sello-reader trace
  strace -f -e trace=execve -o trace "$SELLO_VERIFY" --trust trust.sello 000001.png
  grep -q sello-reader trace
}
