#!/usr/bin/env bats
# SPDX-License-Identifier: Apache-2.0
# Withdrawals that reach the stall: files of status alone, notices on paper, and what is refused.

load common

setup_file() { make_template; }

setup() {
  start_test
  NAME="Consejo Artesanal de Prueba"
  STORE=$XDG_DATA_HOME/sello/trust
}

trust() { sello_verify trust "$@"; }
judged() { sello_verify --json "$(label_text "$1")" | jq -r "${2:-.verdict}"; }
stored() { find "$STORE" -maxdepth 1 -type f ! -name lock -printf '%f\n' | sed 's/.*\.//' | sort | xargs; }
store_sum() { (cd "$STORE" 2>/dev/null && find . -maxdepth 1 -type f ! -name lock -exec sha256sum {} + | sort) || true; }

# refused WORDS COMMAND...: exit 1 with these words, and the store is as before.
refused() {
  local words=$1 before
  before=$(store_sum)
  shift
  run -1 trust "$@" </dev/null
  contains "$output" "$words"
  equal "$before" "$(store_sum)" "the store changed"
}

export_whole() { sello trust export -o "$1" >/dev/null; }
export_status() { sello trust export --status-only -o "$1" >/dev/null; }
export_notice() { sello trust export --status-only --to png -o "$1" >/dev/null; }

# Label 1 is withdrawn with its reason and trusted; label 2 is withdrawn after that, and 4 is new.
withdraw_two() {
  sello withdraw 1 --reason stolen
  export_whole whole.sello
  trust add whole.sello --yes
  sello withdraw 2 --reason lost
  issue_typical 1
} >/dev/null

# made FILE...: writes each FILE.sello named, as the table in made_files has it.
made() {
  PYTHONPATH=$SOURCE_DIR/tests/python /usr/bin/python3 "$BATS_TEST_DIRNAME/made_files.py" "$@"
}

# twin COMMAND...: runs it in a copy of the registry that knows nothing of what the other one does.
twin() (
  [ -d "$BATS_TEST_TMPDIR/twin" ] || cp -a . "$BATS_TEST_TMPDIR/twin"
  use_folder "$BATS_TEST_TMPDIR/twin"
  "$@"
)

# ---- files of status alone ----

@test "status alone brings withdrawals, and reasons and batches stay" {
  withdraw_two
  export_status status.sello
  trust update status.sello
  equal "sello status" "$(stored)"
  equal "withdrawn stolen" "$(judged 1 '.verdict + " " + .reason')"
  equal "withdrawn null" "$(judged 2 '[.verdict, .reason] | map(tostring) | join(" ")')"
  equal authentic "$(judged 3)"
  equal authentic "$(judged 4)" # in no batch of the whole file, which ended before it
  equal "3 2" "$(trust list --json | jq '.bundle_version, .whole_version' | xargs)"
  contains "$(trust show "$NAME")" "reasons and batches are of"
  export_whole whole.sello
  trust update whole.sello
  equal "sello" "$(stored)"
  equal "withdrawn lost" "$(judged 2 '.verdict + " " + .reason')"
}

@test "a reason goes where the newer status says otherwise" {
  sello suspend 1 --reason "se revisa"
  sello suspend 3
  export_whole whole.sello
  trust add whole.sello --yes
  equal "se revisa" "$(judged 1 .reason)"
  sello resume 1
  sello withdraw 3
  export_status status.sello
  trust update status.sello
  equal authentic "$(judged 1)"
  equal "withdrawn null" "$(judged 3 '[.verdict, .reason] | map(tostring) | join(" ")')"
}

@test "files of status alone follow each other, and an older whole file is refused" {
  withdraw_two
  export_status one.sello
  export_whole two.sello
  export_status three.sello
  trust update one.sello
  trust update three.sello
  run -0 trust update three.sello
  contains "$output" "up to date"
  for file in whole one two; do
    refused "older" update $file.sello
  done
  equal "withdrawn" "$(judged 2)"
}

@test "who is new can be trusted by status alone, and the whole file comes later" {
  sello withdraw 1
  export_status status.sello
  trust add status.sello --yes
  equal withdrawn "$(judged 1)"
  equal authentic "$(judged 3)"
  export_whole whole.sello
  trust update whole.sello
  equal "sello" "$(stored)"
}

@test "with --trust a whole file and one of status alone count as one, in either order" {
  withdraw_two
  export_status status.sello
  label=$(label_text 2)
  run -20 sello_verify --trust whole.sello --trust status.sello "$label"
  run -20 sello_verify --trust status.sello --trust whole.sello "$label"
  run -0 sello_verify --trust whole.sello "$label"
  run -20 sello_verify --trust status.sello --trust whole.sello --trust status.sello --json \
    "$(label_text 1)"
  equal stolen "$(jq -r .reason <<<"$output")"
}

@test "a certifier's status goes with it" {
  withdraw_two
  export_status status.sello
  trust update status.sello
  trust remove "$NAME" --yes
  equal "" "$(stored)"
}

# ---- notices ----

@test "a notice is taken from its picture and from its text" {
  withdraw_two
  export_notice notice.png
  run -0 trust update notice.png
  contains "$output" "withdrawals are known up to"
  equal "withdrawn withdrawn authentic authentic" "$(for s in 1 2 3 4; do judged $s; done | xargs)"
  equal stolen "$(judged 1 .reason)"
  sello withdraw 3
  export_notice notice.png
  text=$(sello_verify --text notice.png)
  trust update "$text"
  equal withdrawn "$(judged 3)"
  run -0 trust update "${text#*#}"
  contains "$output" "up to date"
  echo "$text" >notice.txt
  run -0 trust update notice.txt
  contains "$output" "up to date"
}

@test "a notice is photographed from the side, in grey and small" {
  withdraw_two
  export_notice notice.png
  convert_picture notice.png -resize 1200x -rotate 4 -blur 0x0.8 -quality 70 photo.jpg
  trust update photo.jpg
  equal withdrawn "$(judged 2)"
}

@test "read as a label, a notice says what it is for" {
  export_notice notice.png
  run -40 sello_verify --lang en --trust trust.sello notice.png
  contains "$output" "trust update"
}

@test "a notice made for another root needs the whole trust file" {
  trust add trust.sello --yes
  export_notice before.png
  sello scheme add --code 2 --name "Sarape"
  export_notice notice.png
  refused "needs the whole trust file" update notice.png
  export_whole whole.sello
  trust update whole.sello
  refused "needs the whole trust file" update before.png
  export_notice notice.png
  trust update notice.png
}

@test "a label, another code and no code at all are no notice, and each is said" {
  trust add trust.sello --yes
  sello print 1 --to png -o .
  refused "is a label, not a status notice" update 000001.png
  refused "is a label, not a status notice" update "$(label_text 1)"
  label_text 1 >label.txt
  refused "is a label, not a status notice" update label.txt
  refused "is not a status notice" update "https://otro.example/#hola"
  convert_picture -size 200x200 xc:white white.png
  refused "no code was found" update white.png
  export_notice notice.png
  text=$(sello_verify --text notice.png)
  refused "impossible number of digits" update "${text}1"
  refused "the status notice cannot be taken" update "${text:0:-17}"
}

@test "a changed notice, and one of a stranger, are refused" {
  withdraw_two
  export_notice notice.png
  text=$(sello_verify --text notice.png)
  at=$((${#text} - 500)) # within a chunk's low digits, or at least somewhere in the signed bytes
  changed=${text:0:at}$(tr 0-9 1-90 <<<"${text:at:1}")${text:at+1}
  refused "Nothing was changed" update "$changed"
  (use_folder "$BATS_TEST_TMPDIR/other"; make_certifier "Otro Consejo" https://otro.example/
   make_certificate; sello trust export --status-only --to png -o ../here/otro.png >/dev/null)
  refused "a certifier that is not trusted here" update otro.png
}

@test "an older notice, and another one of the same version, are refused" {
  trust add trust.sello --yes
  export_notice older.png
  twin true
  export_notice notice.png
  sleep 1
  twin sello trust export --status-only --to png -o notice.png
  trust update notice.png
  refused "older than the one already stored" update older.png
  refused "another bundle for a version" update "$BATS_TEST_TMPDIR/twin/notice.png"
  equal 1 "$(find "$STORE/evidence" -type f | wc -l)"
}

# ---- refusals, each in its own words ----

@test "every trust file of the vectors that is refused is refused here, and changes nothing" {
  cd "$BATS_TEST_TMPDIR"
  made first
  trust add first.sello --yes
  before=$(store_sum)
  jq -r '.files[] | select(.accepted | not) | [.trust, .reason, .name] | join("|")' \
    "$SOURCE_DIR/tests/vectors/trust.json" >rows
  while IFS='|' read -r file reason name; do
    base64 -d <<<"$file" >bad.sello
    run trust update bad.sello
    equal 1 "$status" "$name"
    echo "$reason $output" >>said
  done <rows
  [ "$(wc -l <said)" -ge 100 ]
  equal "$before" "$(store_sum)" "the store changed"
  # One reason is always told in the same words, and two reasons never are.
  grep '^SELLO' said | sort -u >pairs
  equal "$(cut -d' ' -f1 pairs | sort -u | wc -l)" "$(wc -l <pairs)" "words for reasons"
  equal "$(cut -d' ' -f2- pairs | sort -u | wc -l)" "$(wc -l <pairs)" "reasons for words"
}

@test "what does not follow the stored file is refused, each in its own words" {
  made second second-older second-other fork first stranger
  trust add second.sello --yes
  refused "bundle is older than the one already stored" update second-older.sello
  refused "another bundle for a version already stored" update second-other.sello
  refused "another root for a version already trusted" update fork.sello
  refused "root is older than the one already trusted" update first.sello
  refused "not trusted here yet" update stranger.sello
  equal 2 "$(find "$STORE/evidence" -type f | wc -l)"
}

@test "data that is too old is taken and told" {
  made aged ancient
  run -0 trust add aged.sello --yes
  contains "$output" "days old: ask"
  run -0 trust update ancient.sello
  contains "$output" "far too old to rely on"
}

@test "a thief's far version and date are left behind when the root ends its key" {
  made first thief thief-status ended
  trust add first.sello --yes
  trust update thief.sello
  equal 2099 "$(trust list --json | jq -r '.bundle_date[:4]')"
  trust update thief-status.sello
  refused "older than the one already stored" update first.sello
  trust update ended.sello
  equal "2 2 2026" "$(trust list --json | jq -r \
    '[.root_version, .bundle_version, .bundle_date[:4]] | map(tostring) | join(" ")')"
  equal "sello" "$(stored)"
  refused "root is older" update thief.sello
  refused "root is older" update thief-status.sello
}

@test "status alone under the root that ends a thief's key keeps none of the thief's batches" {
  made first thief ended-status label
  trust add first.sello --yes
  trust update thief.sello
  run -23 sello_verify --now 2026-03-01T00:00:00Z "$(cat label.txt)" # the thief disowns it
  trust update ended-status.sello
  run -0 sello_verify --now 2026-03-01T00:00:00Z "$(cat label.txt)"
}

# ---- freshness ----

@test "effective time is never earlier than the newest root or bundle, and a late clock is told" {
  made first later-root label
  run -0 --separate-stderr sello_verify --trust first.sello --json --now 2020-01-01T00:00:00Z \
    "$(cat label.txt)"
  equal "true 2026-01-31T00:00:00Z" "$(jq -r '"\(.clock_behind) \(.effective_time)"' <<<"$output")"
  run -10 --separate-stderr sello_verify --trust later-root.sello --json \
    --now 2020-01-01T00:00:00Z "$(cat label.txt)"
  equal "true 2026-03-12T00:00:00Z" "$(jq -r '"\(.clock_behind) \(.effective_time)"' <<<"$output")"
  run -0 --separate-stderr sello_verify --lang en --trust first.sello --now 2020-01-01T00:00:00Z \
    "$(cat label.txt)"
  contains "$output" "clock is behind"
  contains "$output" "Data of:      31 Jan 2026"
}

@test "old data is told in words that grow with its age, and its date is always there" {
  made first label
  text=$(cat label.txt)
  for form in "$text" -; do
    run -0 sello_verify --lang en --trust first.sello --now 2026-03-01T00:00:00Z "$form" <<<"$text"
    contains "$output" "31 Jan 2026"
    run -10 sello_verify --lang en --trust first.sello --now 2026-03-03T00:00:00Z "$form" <<<"$text"
    contains "$output" "31 Jan 2026"
  done
  run -10 sello_verify --lang en --trust first.sello --now 2026-03-03T00:00:00Z "$text"
  contains "$output" "nobody here knows"
  run -10 sello_verify --lang en --trust first.sello --now 2027-03-03T00:00:00Z "$text"
  contains "$output" "far too"
}

# ---- several at once ----

@test "of several updates at the same time the newest stays" {
  local i
  trust add trust.sello --yes
  for i in 1 2 3 4 5 6; do
    sello trust export -o "$i.sello" >/dev/null
  done
  for i in 6 1 5 2 4 3; do
    trust update "$i.sello" 2>/dev/null &
  done
  wait
  cmp 6.sello "$STORE"/*.sello
}

@test "a name given to a certifier that could not be stored is not kept" {
  trust add trust.sello --yes
  local file
  file=$(echo "$STORE"/*.sello)
  rm "$file"
  mkdir -p "$file/full"
  run -1 trust add trust.sello --yes --as Otro
  rm -r "$file"
  equal "" "$(stored)"
}

@test "after a label key was stolen, status alone is not enough: the whole file is asked for" {
  use_folder "$BATS_TEST_TMPDIR/robo"
  make_certifier
  make_certificate
  issue_typical 2
  sello trust export --no-batches -o first.sello
  sello_verify trust add first.sello --yes
  sello key compromised "$(sello --json key list | jq -r 'select(.role == "label") | .kid')"
  sello trust export --status-only -o status.sello
  run -1 sello_verify trust update status.sello
  contains "$output" "the whole trust file"
  sello trust export -o whole.sello
  sello_verify trust update whole.sello
  equal authentic "$(sello_verify --json "$(label_text 1)" | jq -r .verdict)"
}

@test "what was sold stays sold while its certificate is suspended, so that verifiers follow" {
  sello retire 2 >/dev/null
  sello trust export -o one.sello >/dev/null
  sello_verify trust add one.sello --yes
  sello certificate suspend C1 --reason "taller en obra" >/dev/null
  run -0 --separate-stderr sello suspend 2 --reason "en revisión"
  contains "$stderr" "Retired labels show as retired all the same: 1."
  sello trust export -o two.sello >/dev/null
  sello_verify trust update two.sello
  equal "suspended retired" "$(sello_verify --json "$(label_text 1)" "$(label_text 2)" | jq -r .verdict | xargs)"
  sello certificate resume C1 >/dev/null
  sello resume 2 >/dev/null
  sello trust export -o three.sello >/dev/null
  sello_verify trust update three.sello
  equal "authentic retired" "$(sello_verify --json "$(label_text 1)" "$(label_text 2)" | jq -r .verdict | xargs)"
}
