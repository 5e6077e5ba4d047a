#!/usr/bin/env bats
# SPDX-License-Identifier: Apache-2.0
# Every command and option has a name in Spanish, which is always taken and shown where messages are
# Spanish.
load common

setup() {
  use_folder "$BATS_TEST_TMPDIR/here"
}

# rows HEADING < help: the first words of the rows under it.
rows() {
  awk -v heading="$1" '$0 == heading { on = 1; next }
    on && /^$/ { exit }
    on { sub(/^  /, ""); sub(/  .*/, ""); print }'
}

options_of() {
  rows "$1" | awk '{ print $1 }'
}

# The words that are the same in both languages.
same="-o -r --json --gtin --version --pdf"

check_program() {
  local english spanish en es mine theirs
  "$1" --help | rows Commands: >english
  "$1" --idioma es --help | rows Comandos: >spanish
  equal "$(wc -l <english)" "$(wc -l <spanish)"
  while IFS=$'\t' read -r en es; do
    [ "$en" != "$es" ] || fail "$en has no Spanish name"
    # shellcheck disable=SC2086 # words
    {
      "$1" $en --help >en.help
      "$1" $es --ayuda >es.named
      "$1" $es --lang es --ayuda >es.help
    }
    cmp en.help es.named
    grep -q "^Uso: $(basename "$1") $es" es.help || fail "$es is not shown so"
    mine=$(options_of Options: <en.help; options_of "Options of every command:" <en.help)
    theirs=$(options_of Opciones: <es.help; options_of "Opciones de cada comando:" <es.help)
    equal "$(wc -l <<<"$mine")" "$(wc -l <<<"$theirs")" "$es"
    equal "" "$(sort <<<"$theirs" | uniq -d)" "$es"
    paste <(echo "$mine") <(echo "$theirs") | while read -r en es; do
      [ "$en" != "$es" ] || grep -qw -- "$en" <<<"$same" || echo "$en"
    done >left
    equal "" "$(cat left)" "$en: options without a Spanish name"
  done < <(paste english spanish)
}

@test "each command and option of sello" {
  check_program "$SELLO"
}

@test "each command and option of sello-verify" {
  check_program "$SELLO_VERIFY"
}

@test "examples and mistakes are in Spanish, too" {
  contains "$("$SELLO" emitir --ayuda --idioma es)" "sello emitir C1 --cantidad 24 --lote"
  contains "$("$SELLO" importar --ayuda --idioma es)" "sello importar productores --tabla"
  contains "$("$SELLO" reponer --ayuda --idioma es)" "--motivo mal-impresa"
  contains "$("$SELLO" reissue --help --lang en)" "--reason misprint"
  make_certifier
  make_certificate
  sello --idioma es etiqueta lista --estado quedan # as its example has it
  run -2 "$SELLO" --idioma es retrar 3
  contains "$output" "retirar"
  run -2 "$SELLO" --idioma es retirar 3 --motvo robada
  contains "$output" "--motivo"
}

# "editar" is nearest to the English name, and "--reson" too.
@test "what was meant is told by its Spanish name" {
  run -2 "$SELLO" --idioma es producto editar P1
  contains "$output" "«producto cambiar»"
  run -2 "$SELLO" --idioma es retirar 3 --reson robada
  contains "$output" "--motivo?"
  run -2 "$SELLO" --lang en product edti P1
  contains "$output" "'product edit'"
}

@test "a clerk's first label, in Spanish words alone" {
  sello iniciar --nombre "Cooperativa" --dirección https://sello.example/v/ >/dev/null
  sello esquema agregar --código 1 --nombre Rebozo >/dev/null
  sello productor agregar --nombre "Taller" --comunidad "Santa María" --público >/dev/null
  sello producto agregar --nombre "Rebozo" --señas "seda roja" >/dev/null
  sello certificado solicitar --producto P1 --productor R1 --esquema S1 >/dev/null
  sello certificado inspeccionar C1 --resultado aprobada >/dev/null
  sello certificado otorgar C1 >/dev/null
  sello emitir C1 --cantidad 3 --lote A >/dev/null
  sello imprimir 1 --formato png -o etiquetas >/dev/null
  sello retirar 2 --motivo robada --si >/dev/null
  equal withdrawn "$(sello --json etiqueta ver 2 | jq -r .status)"
  sello confianza exportar -o confianza.sello >/dev/null
  sello-verify() { "$SELLO_VERIFY" "$@"; }
  sello-verify confianza agregar confianza.sello --si >/dev/null
  equal authentic "$(sello-verify --json etiquetas/*.png | jq -r .verdict)"
}
