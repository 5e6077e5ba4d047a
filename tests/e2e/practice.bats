#!/usr/bin/env bats
# SPDX-License-Identifier: Apache-2.0
# A practice registry: everything works, and everything says that it is no real one.

load common

setup_file() {
  use_folder "$BATS_FILE_TMPDIR/template"
  sello init --name "Consejo de Práctica" --url https://sello.example/v/ --practice >first
  make_certificate
  issue_typical 6
  sello trust export -o trust.sello >/dev/null
}

setup() { start_test; }

# words PDF: its text on one line.
words() {
  pdftotext "$1" - | tr -s ' \n\f' ' '
}

@test "init, status and the roots say it; an ordinary registry's do not" {
  contains "$(<first)" "It is for practice, for ever"
  run -0 sello status
  contains "$output" "For practice"
  equal true "$(sello --json status | jq .practice)"
  equal true "$(sello --json root show | jq .practice)"
  contains "$(sello root show)" "For practice: its labels are no real ones"
  run -0 --separate-stderr sello producer add --name "Taller Nuevo" --origin "San Luis"
  contains "$stderr" "This is a practice registry"
  mkdir other
  (
    use_folder "$PWD/other"
    make_certifier
    equal null "$(sello --json status | jq .practice)"
    run -0 sello status
    ! grep -qi practice <<<"$output"
  )
}

@test "every reader answers practice, never authentic: whole, retired, withdrawn, typed" {
  run -17 sello_verify --trust trust.sello "$(label_text 1)"
  contains "$output" "FOR PRACTICE: NOT A REAL LABEL"
  run -17 sello_verify --trust trust.sello --lang es "$(label_text 1)"
  contains "$output" "DE PRÁCTICA"
  sello withdraw 2 --reason lost --yes >/dev/null
  sello trust export -o trust.sello >/dev/null
  equal practice "$(verdict "$(label_text 2)")"
  equal practice "$(sello_verify --trust trust.sello --json --serial 000003-3 | jq -r .verdict)"
  run -0 sello_verify trust add trust.sello --yes
  run -0 sello_verify trust show "$(sello --json status | jq -r .fingerprint)"
  contains "$output" "a registry for practice"
}

@test "it never changes along the chain, whatever the root changes" {
  sello root draft -o d.draft --name "Consejo de Verdad" --threshold 2 >/dev/null
  sello root approve d.draft --yes >/dev/null
  sello root assemble d.draft >/dev/null
  sello key new --role label >/dev/null
  equal 4 "$(sello --json root show | jq .version)"
  equal true "$(sello --json root show | jq .practice)"
  run -2 sello root draft -o e.draft --practice
  sello trust export -o trust.sello >/dev/null
  equal practice "$(verdict "$(label_text 1)")"
}

@test "each label says PRÁCTICA: pictures, sheets, printers, the symbol alone" {
  local with kind
  sello print 1 --to svg --stock avery-5162 -o svg >/dev/null
  sello print 1 --to zpl --stock 102x51 -o l.zpl >/dev/null
  sello print 1-4 --to pdf --stock avery-5162 -o sheet.pdf --job-sheet job.pdf >/dev/null
  equal 4 "$(words sheet.pdf | grep -o "PRÁCTICA" | wc -l)"
  contains "$(words job.pdf)" "PRÁCTICA: no es de verdad · PRACTICE: not real"
  sello print 1-2 --to pdf --stock avery-5162 --words en -o en.pdf >/dev/null
  equal 2 "$(words en.pdf | grep -o "PRACTICE" | wc -l)"
  sello print 1 --to png --stock avery-3112 -o round >/dev/null
  sello print 1 --to png -o alone >/dev/null
  equal true "$(sello --json print 1 --to png --stock 102x51 -o whole | jq .practice)"
  with=$(identify -format "%h %w" alone/000001.png)
  [ "${with% *}" -gt "${with#* }" ]
  for kind in round/000001.png alone/000001.png whole/000001.png; do
    equal practice "$(verdict "$kind")" "$kind"
  done
}

@test "so do certificate, receipt, notice; and the answers for others" {
  sello certificate print C1 --to pdf -o c.pdf >/dev/null
  contains "$(words c.pdf)" "De práctica: este certificado no vale"
  sello certificate print C1 --to pdf --words en -o en.pdf >/dev/null
  contains "$(words en.pdf)" "For practice: this certificate certifies nothing"
  sello print 1-6 --to pdf --stock avery-5162 -o sheet.pdf >/dev/null
  sello deliver B1 --to R1 -o receipt.pdf >/dev/null
  contains "$(words receipt.pdf)" "PRÁCTICA: no es de verdad"
  sello trust export --status-only --to pdf -o n.pdf >/dev/null
  contains "$(words n.pdf)" "PRÁCTICA: no es de verdad"
  equal true "$(sello --json trust export -o t.sello | jq .practice)"
}

@test "a backup brings it back as what it was" {
  sello backup b.tar >/dev/null
  sello -r back restore b.tar >/dev/null
  equal true "$(sello -r back --json status | jq .practice)"
  run -0 sello -r back check --all
}
