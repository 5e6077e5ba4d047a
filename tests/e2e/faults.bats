#!/usr/bin/env bats
# SPDX-License-Identifier: Apache-2.0
# What breaks from outside: files, keys, passphrases, pictures, pipes, locales, arguments.

load common

setup_file() { make_template; }
setup() { start_test; }

# fails STATUS WORDS COMMAND...: this exit status, one message, nothing on stdout.
fails() {
  local status_wanted=$1 words=$2
  shift 2
  run --separate-stderr "$@" </dev/null
  equal "$status_wanted" "$status" "$stderr"
  contains "$stderr" "$words"
  equal "" "$output"
}

# ---- the registry's file ----

@test "a registry that is cut short, changed or of something else is refused" {
  database=$SELLO_REGISTRY/registry.db
  cp "$database" good.db
  head -c 5000 good.db >"$database"
  fails 1 "" sello product list
  echo "hola" >"$database"
  fails 1 "not a registry" sello product list
  : >"$database"
  fails 1 "" sello product list
  cp good.db "$database"
  printf '\0\0\0\1' | dd of="$database" bs=1 seek=68 conv=notrunc status=none
  fails 1 "not a registry" sello product list
  cp good.db "$database"
  printf '\0\0\3\350' | dd of="$database" bs=1 seek=60 conv=notrunc status=none
  fails 1 "newer version" sello product list
}

@test "a page of noise is found by check, and never crashes a command" {
  database=$SELLO_REGISTRY/registry.db
  cp "$database" good.db
  pages=$(($(stat -c %s good.db) / 4096))
  for ((page = 1; page < pages; page++)); do
    cp good.db "$database"
    seq 1000 | sha256sum | head -c 64 |
      dd of="$database" bs=1 seek=$((page * 4096 + 8)) conv=notrunc status=none
    run sello check --all
    [ "$status" -le 1 ]
    run sello issue C1 --count 1
    [ "$status" -le 1 ]
  done
}

@test "a registry that is a link, a pipe, a folder or nothing is refused, and nothing is made" {
  database=$SELLO_REGISTRY/registry.db
  mv "$database" real.db
  ln -s "$PWD/real.db" "$database"
  fails 1 "not a registry" sello product list
  rm "$database" && mkfifo "$database"
  fails 1 "not a registry" timeout 5 "$SELLO" product list
  rm "$database" && mkdir "$database"
  fails 1 "not a registry" sello product list
  rmdir "$database"
  fails 1 "no registry" sello product list
  [ ! -e "$database" ]
  fails 1 "no registry" sello -r /dev/null product list
  fails 1 "no registry" sello -r nothing product list
  [ ! -e nothing ]
}

@test "a journal that is foreign, or cannot be written, loses nothing" {
  journal=$SELLO_REGISTRY/registry.db-journal
  before=$(sello --json label show 3)
  head -c 20000 /dev/zero | tr '\0' x >"$journal"
  equal "$before" "$(sello --json label show 3)"
  sello issue C1 --count 1
  rm -f "$journal" && mkdir "$journal"
  fails 1 "" sello issue C1 --count 1
  rmdir "$journal"
  sello issue C1 --count 1
  sello check --all
}

@test "a disk without locks is told, and not taken for another program" {
  need_strace
  sello issue C1 --count 1 # and its journal is there
  for call in flock fcntl; do
    run -1 traced -P "$SELLO_REGISTRY/registry.db" -P "$SELLO_REGISTRY/registry.db-journal" \
      -P "$SELLO_REGISTRY/lock" -e trace="$call,clock_nanosleep" -e inject="$call:error=ENOLCK" \
      -e inject=clock_nanosleep:retval=0 "$SELLO" --no-input --passphrase-file "$PASSPHRASE" --lang en \
      issue C1 --count 1
    contains "$output" "files cannot be locked there, as on some network drives. Keep the registry on"
  done
}

@test "a lock that cannot be opened is told by its file, and not waited for" {
  lock=$SELLO_REGISTRY/lock
  for made in "mkdir $lock" "ln -s $PWD/elsewhere $lock"; do
    rm -rf "$lock"
    $made
    for command in "issue C1 --count 1" "trust export -o new.sello"; do
      # shellcheck disable=SC2086 # words
      run -1 --separate-stderr timeout 5 "$SELLO" --no-input --lang en --passphrase-file "$PASSPHRASE" $command
      contains "$stderr" "wait for each other at the file $lock, and it cannot be opened" "$command"
    done
  done
  # Who only reads does not follow a link either.
  fails 1 "wait for each other at the file $lock" sello --lang en check --all
  fails 1 "wait for each other at the file $lock" sello --lang en backup copy.tar
  [ ! -e elsewhere ] && [ ! -e new.sello ] && [ ! -e copy.tar ]
  rm -rf "$lock"
  equal 4 "$(sello --json issue C1 --count 1 | jq .first_serial)"
}

@test "half a transaction whose journal was taken away is not issued over" {
  journal=$SELLO_REGISTRY/registry.db-journal
  cp "$SELLO_REGISTRY"/registry.db before.db
  sello issue C1 --count 1
  [ -e "$journal" ] && [ ! -s "$journal" ]
  pages=$(($(stat -c %s before.db) / 4096))
  mv "$SELLO_REGISTRY"/registry.db after.db
  for ((at = 1; at < pages; at++)); do # the first page that differs, behind the one with the count of changes
    cmp -s <(dd if=before.db bs=4096 skip="$at" count=1 status=none) \
      <(dd if=after.db bs=4096 skip="$at" count=1 status=none) || break
  done
  cp before.db "$SELLO_REGISTRY"/registry.db
  dd if=after.db of="$SELLO_REGISTRY"/registry.db bs=4096 count=$((at + 1)) conv=notrunc status=none
  rm "$journal"
  fails 1 "registry.db-journal" sello issue C1 --count 1
  run sello check --all
  [ "$status" -ne 0 ]
  cp after.db "$SELLO_REGISTRY"/registry.db # whole: it is looked over, and has a journal again
  sello issue C1 --count 1
  [ -e "$journal" ]
  sello check --all
}

@test "an older database without its journal is told to be behind, not to be half written" {
  cp "$SELLO_REGISTRY/registry.db" older.db
  sello issue C1 --count 1
  cp older.db "$SELLO_REGISTRY/registry.db"
  rm "$SELLO_REGISTRY/registry.db-journal"
  run -1 --separate-stderr sello issue C1 --count 1
  lacks "$stderr" registry.db-journal
  sello restore --reconcile --yes
  sello issue C1 --count 1
}

# ---- keys and passphrases ----

@test "a key file that others may read, or that is a link, is not used" {
  key=$SELLO_REGISTRY/keys/label-1.key
  chmod 640 "$key"
  run -1 sello issue C1 --count 1
  contains "$output" "chmod 600"
  chmod 600 "$key"
  mv "$key" real.key && ln -s "$PWD/real.key" "$key"
  fails 1 "label key" sello issue C1 --count 1
  rm "$key" && cp -p real.key "$key"
  sello issue C1 --count 1
}

@test "a full disk: the passphrase stays, and it is said why" {
  need_strace
  key=$SELLO_REGISTRY/keys/label-1.key
  (umask 077 && echo "otra frase bien larga" >new)
  cp -p "$key" before.key
  run -1 traced -e trace=write -e inject=write:error=ENOSPC:when=1 "$SELLO" --no-input --lang en \
    --passphrase-file "$PASSPHRASE" key passphrase "$key" --new-passphrase-file new
  contains "$output" "The passphrase was not changed: the disk is full. Make room"
  cmp before.key "$key"
  [ ! -e "$key.new" ]
}

@test "a key file cut short, changed or asking for too much is refused" {
  key=$SELLO_REGISTRY/keys/label-1.key
  cp -p "$key" good.key
  for size in 0 1 50 150; do
    head -c "$size" good.key >"$key"
    fails 1 "" sello issue C1 --count 1
  done
  size=$(stat -c %s good.key)
  for ((at = 0; at < size; at += 7)); do
    cp -p good.key "$key"
    printf '\377' | dd of="$key" bs=1 seek=$at conv=notrunc status=none
    cmp -s good.key "$key" || fails 1 "" sello issue C1 --count 1
  done
}

@test "passphrases: wrong, empty, long, with NUL, not text, none" {
  before=$(registry_sum)
  ask() { fails 1 "$1" "$SELLO" --no-input --passphrase-file secret issue C1 --count 1; }
  echo "otra frase" >secret && chmod 600 secret
  ask "wrong passphrase"
  : >secret
  ask "empty"
  head -c 1048576 /dev/zero | tr '\0' a >secret
  ask "too long"
  printf 'una\0frase\n' >secret
  ask ""
  printf '\377\376\n' >secret
  ask "not text"
  fails 1 "" "$SELLO" --no-input --passphrase-file missing issue C1 --count 1
  fails 1 "--passphrase-file" "$SELLO" --no-input issue C1 --count 1
  fails 1 "--passphrase-file" "$SELLO" issue C1 --count 1
  fails 1 "" "$SELLO" --passphrase-fd 77 issue C1 --count 1
  equal "$before" "$(registry_sum)"
  "$SELLO" --passphrase-fd 9 issue C1 --count 1 9<"$PASSPHRASE"
}

@test "a passphrase typed with accents apart is the same, and a terminal does not show it" {
  printf 'una canci\u00f3n\n' >secret && chmod 600 secret
  "$SELLO" -r otro init --name Otro --url https://otro.example/ --passphrase-file secret
  printf 'una cancio\u0301n\n' >secret
  "$SELLO" -r otro trust export -o otro.sello --passphrase-file secret
  # Typed once it is asked for: what came before the question is thrown away.
  (sleep 1 && echo 'una canción' && sleep 1) |
    script -qec "stty cols 1000; $SELLO -r otro trust export -o otro2.sello" screen
  [ -s otro2.sello ]
  lacks "$(cat screen)" "canci"
}

@test "a new passphrase that is easy to guess is refused" {
  (umask 077 && echo x >secret)
  fails 1 "at least 10 characters" "$SELLO" -r otro init --name Otro --url https://otro.example/ \
    --passphrase-file secret
  [ ! -e otro ]
}

@test "a passphrase file that others can read is said so" {
  chmod 644 "$PASSPHRASE"
  run --separate-stderr -0 sello issue C1 --count 1
  contains "$stderr" "chmod 600 $PASSPHRASE"
}

# ---- what is written ----

@test "files go only where they may" {
  mkdir real && ln -s real link && echo hola >file
  fails 1 "link" sello print 1 --to png -o link
  fails 1 "not a folder" sello print 1 --to png -o file
  fails 1 "" sello print 1 --to png -o missing/folder
  equal "" "$(ls real)"
  ln -s "$PWD/file" real/000001.png
  sello print 1 --to png -o real
  equal hola "$(cat file)"
  for path in missing/trust.sello real /dev/full /dev/null ""; do
    run sello trust export -o "$path"
    [ "$status" -eq 1 ] || [ "$status" -eq 2 ]
  done
  [ -c /dev/null ]
  sello trust export -o -rf
  [ -s ./-rf ]
}

@test "counts that cannot be are refused before anything is reserved" {
  before=$(registry_sum)
  for count in 0 -1 1.5 1e3 "" " 1" 0x10 2147483648 9223372036854775808 99999999999999999999 ١; do
    fails 2 "--count" sello issue C1 --count="$count"
  done
  fails 2 "--count" sello issue C1
  equal "$before" "$(registry_sum)"
}

# ---- texts and pictures ----

@test "texts of every wrong kind have their verdict" {
  text=$(label_text 1)
  digits=${text#*#}
  answers() { equal "$1" "$(printf '%s\n' "$2" | verdict -)" "$2"; }
  answers not-a-label "hola"
  answers not-a-label "#"
  answers not-a-label "https://sello.example/v/#12345"
  answers damaged "${digits}99"
  answers damaged "${digits:0:17}99999999999999999${digits:34}"
  answers damaged "${digits:0:100}x${digits:101}"
  answers damaged "${digits:0:100}١${digits:101}"
  answers not-a-label "$(printf '%08192d' 7)"
  equal 1 "$(printf 'a\0b\n' | sello_verify --json - | jq -s length)"
  # What scanners, mails and keyboards make of it is no fault.
  for line in "${digits:0:100} ${digits:100}" $'\x02'"$text"$'\x03\r' "]Q1$text"$'\x04' "\"$text\"" "$text;" \
    "$text,2026-11-29 10:03:11" "httpsÑ--sello.example-v-·$digits" "https://sello.example/v/£$digits"; do
    answers authentic "$line"
  done
  equal authentic "$(printf '%s\0\n' "$text" | verdict -)"
}

@test "pictures of every wrong kind are answered in words" {
  sello print 1 --to png -o .
  head -c 800 000001.png >cut.png
  convert_picture -size 1x1 xc:white one.png
  printf '\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\1\206\240\0\1\206\240\x08\2\0\0\0\0\0\0\0' >huge.png
  head -c 20000 /dev/zero >zero.jpg
  for file in cut one huge; do
    fails_picture=$(sello_verify --trust trust.sello --json "$file.png" | jq -r .verdict)
    equal unreadable "$fails_picture" "$file"
  done
  run -41 sello_verify --trust trust.sello zero.jpg
  convert_picture 000001.png -interlace PNG inter.png
  convert_picture 000001.png -flop mirror.png
  convert_picture 000001.png -colorspace sRGB jpeg:jpeg.png
  for file in inter mirror jpeg; do equal authentic "$(verdict "$file.png")" "$file"; done
}

# ---- pipes, locales, arguments ----

@test "a reader that has seen enough, a closed or a full stdout" {
  label_text 1 >lines
  yes "$(cat lines)" | head -n 3000 >many || true
  sello_verify --trust trust.sello --json - <many | head -n 1 >first
  equal authentic "$(jq -r .verdict first)"
  run --separate-stderr bash -c '"$0" product list >/dev/full' "$SELLO"
  equal 1 "$status"
  contains "$stderr" "could not be written"
  # Of an answer that is longer than a buffer too.
  run -1 --separate-stderr bash -c '"$0" --lang en stock list --all >/dev/full' "$SELLO"
  contains "$stderr" "could not be written: No space"
  sello stock list --all 2>said | head -n 1 >/dev/null || true
  lacks "$(cat said)" "could not be written"
  run bash -c '"$0" product list >&-' "$SELLO"
  equal 1 "$status"
  # What is done is not told as a failure.
  for answer in "" --json; do
    run -3 --separate-stderr bash -c '"$@" >/dev/full' - "$SELLO" --no-input --passphrase-file \
      "$PASSPHRASE" --lang en $answer issue C1 --count 2
    contains "$stderr" "It was done, and stays done; but its answer could not be written: No space"
  done
  equal 7 "$(sello --json label show 7 | jq .serial)"
  run -1 --separate-stderr bash -c '"$@" >/dev/full' - "$SELLO" product add --name X --dry-run
  lacks "$stderr" "It was done"
  run -1 --separate-stderr bash -c '"$@" >/dev/full' - "$SELLO" product show P7
  lacks "$stderr" "It was done"
  run bash -c '"$0" --trust trust.sello - >/dev/full <lines' "$SELLO_VERIFY"
  equal 1 "$status"
  run bash -c '"$0" product list >/dev/null 2>&- <&-' "$SELLO"
  equal 0 "$status"
}

@test "standard input and output that the system does not give are told" {
  need_strace
  for tool in "$SELLO" "$SELLO_VERIFY"; do
    run -1 traced -e trace=fcntl -e inject=fcntl:error=EIO:when=1 "$tool" --lang en --version
    contains "$output" "Nothing was begun: standard input and output could not be opened: Input/output"
  done
}

@test "a reader who goes away keeps nothing from being finished" {
  { sleep 1 && sello print 1 --to pdf --stock avery-5162 -o sheet.pdf; } | true
  head -c 5 sheet.pdf | grep -q %PDF-
  chmod 644 "$PASSPHRASE" # which is told before anything is done
  { sleep 1 && sello issue C1 --count 2; } 2>&1 | true
  sello --json label show 5 >/dev/null
  sello check --all
}

@test "a mark that can't be written in the home folder is told, and hinders nothing" {
  touch file
  XDG_STATE_HOME=$PWD/file/state run --separate-stderr -0 sello issue C1 --count 1
  contains "$stderr" "nobody will notice"
  run --separate-stderr -0 sello issue C1 --count 1
  lacks "$stderr" "nobody will notice"
}

@test "locales and time zones change no format" {
  judge=(--trust trust.sello --json --lang en --now 2026-12-01T00:00:00Z "$(label_text 1)")
  expected=$(sello_verify "${judge[@]}")
  for locale in C tr_TR.UTF-8 de_DE.UTF-8 POSIX nonsense; do
    for zone in Pacific/Kiritimati America/Mexico_City nonsense; do
      equal "$expected" "$(LC_ALL=$locale TZ=$zone sello_verify "${judge[@]}")" "$locale $zone"
    done
  done
  LC_ALL=C sello product add --name "Ñandutí ıİ"
  equal "Ñandutí ıİ" "$(LC_ALL=tr_TR.UTF-8 sello --json product show P2 | jq -r .name)"
  equal 2026-11-01 "$(TZ=Pacific/Kiritimati sello --json label show 1 | jq -r .made)"
}

@test "arguments: none, unknown, repeated, empty, huge" {
  for tool in "$SELLO" "$SELLO_VERIFY"; do
    run -2 "$tool"
    run -2 "$tool" --no-such-option
    run -2 "$tool" --lang
    run -2 "$tool" --lang=xx
  done
  run -2 sello ""
  run -41 sello_verify ""
  fails 2 "only once" sello issue C1 --count 1 --count 2
  fails 2 "--cuont" sello issue C1 --cuont 1
  fails 2 "Did you mean" sello isue C1
  fails 2 "--json takes no value" sello --json=yes product list
  fails 2 "too much" sello product show P1 P2
  run -40 sello_verify --trust trust.sello "#$(printf '%0100000d' 0)"
  huge=$(printf 'a%.0s' {1..100000})
  run ! sello product add --name "$huge"
  [ ${#output} -lt 2000 ]
  run /usr/bin/python3 -c 'import ctypes, sys
libc = ctypes.CDLL(None)
argv = (ctypes.c_char_p * 1)(None)
libc.execv(sys.argv[1].encode(), argv)' "$SELLO"
  equal 2 "$status" "no arguments at all"
}
