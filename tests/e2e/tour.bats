#!/usr/bin/env bats
# SPDX-License-Identifier: Apache-2.0
# What a clerk does, in both languages, from the box of labels to the assembly: each task with as
# few commands as it is to take, counted.
load common

setup() {
  start_test
  n_commands=0
}

fail() {
  echo "$*" >&2
  return 1
}

# begin TASK, end_within N
begin() { n_commands=0 task=$1; }
end_within() { [ "$n_commands" -le "$1" ] || fail "$task took $n_commands commands, not $1"; }

# A command that a clerk types.
clerk() {
  n_commands=$((n_commands + 1))
  run "$SELLO" --no-input --passphrase-file "$PASSPHRASE" --lang "$language" "$@"
  [ "$status" -eq 0 ] || fail "$* : $output"
}

@test "the whole year of a clerk, in Spanish" {
  language=es
  printf 'Padrón 2026\nNombre del taller;Comunidad;Público\nTaller Hernández;Santa María del Río;sí\nTaller Ruiz;Santa María del Río;no\n' >talleres.csv
  printf 'Nombre del producto;Señas\nRebozo de bolita;seda roja, punta calada\n' >productos.csv

  begin "la primera hoja"
  clerk iniciar --nombre "Consejo Artesanal de Prueba" --dirección https://sello.example/v/
  clerk esquema agregar --código 1 --nombre "Rebozo de Santa María"
  clerk importar productores --tabla talleres.csv --confirmar
  contains "$output" "Taller Hernández"
  clerk importar productos --tabla productos.csv --confirmar
  printf 'Productor;Producto;Esquema;Estado\nTaller Hernández;Rebozo de bolita;Rebozo de Santa María;otorgado\n' >certificados.csv
  clerk importar certificados --tabla certificados.csv --confirmar
  clerk emitir C1 --cantidad 20 --lote L-1 --para-hoja avery-5163
  clerk imprimir B1 --formato pdf --hoja avery-5163 -o hoja.pdf
  end_within 8
  [ -s hoja.pdf ]

  begin "una etiqueta mal impresa"
  clerk reponer 3 --motivo mal-impresa --si
  end_within 1
  equal withdrawn "$(sello --json label show 3 | jq -r .status)"
  equal valid "$(sello --json label show 21 | jq -r .status)"

  begin "entrega, robo, venta y devolución"
  clerk entregar B1 --para R1 -o recibo.pdf --si
  clerk retirar 5 --motivo robada --si
  clerk vendida 6 7 --si
  clerk devuelta 7 --motivo "la talla no era"
  end_within 4
  [ -s recibo.pdf ]

  begin "qué termina pronto"
  clerk certificado lista --termina-en 60
  end_within 1

  begin "buscar"
  clerk buscar hernandez
  contains "$output" "R1"
  contains "$output" "B1"
  end_within 1

  begin "el informe"
  clerk informe --pdf informe.pdf
  end_within 1
  [ -s informe.pdf ]

  begin "publicar"
  clerk publicar sitio
  end_within 1
  [ -s sitio/trust.sello ]

  begin "respaldo"
  mkdir usb
  clerk respaldar usb
  end_within 1

  mv "$SELLO_REGISTRY" perdido
  rm -rf "$XDG_STATE_HOME" "$XDG_DATA_HOME"
  begin "otra computadora"
  clerk restaurar usb/*.tar "$SELLO_REGISTRY" --confianza sitio/trust.sello
  end_within 1
  equal 100022 "$(sello --json issue C1 --count 1 | jq .first_serial)" # nobody told the highest serial
  sello check --all
}

@test "the whole year of a clerk, in English" {
  language=en
  printf 'Workshops 2026\nWorkshop;Community;Public\nTaller Hernández;Santa María del Río;yes\n' >workshops.csv
  printf 'Product name;Traits\nRebozo de bolita;red silk\n' >products.csv
  begin "the first sheet"
  clerk init --name "Consejo Artesanal de Prueba" --url https://sello.example/v/
  clerk scheme add --code 1 --name "Rebozo de Santa María"
  clerk import producers --csv workshops.csv --commit
  clerk import products --csv products.csv --commit
  printf 'Producer;Product;Scheme;State\nTaller Hernández;Rebozo de bolita;Rebozo de Santa María;granted\n' >certificates.csv
  clerk import certificates --csv certificates.csv --commit
  clerk issue C1 --count 20 --lot L-1 --for avery-5163
  clerk print B1 --to pdf --stock avery-5163 -o sheet.pdf
  end_within 8

  begin "a misprinted label"
  clerk reissue 3 --reason misprint --yes
  end_within 1

  begin "the report"
  clerk report --pdf report.pdf
  contains "$output" "report.pdf"
  end_within 1

  begin "backup, and another computer"
  mkdir usb
  clerk trust export -o trust.sello
  clerk backup usb
  mv "$SELLO_REGISTRY" lost
  rm -rf "$XDG_STATE_HOME" "$XDG_DATA_HOME"
  n_commands=0
  clerk restore usb/*.tar "$SELLO_REGISTRY" --trust trust.sello
  end_within 1
  equal 100022 "$(sello --json issue C1 --count 1 | jq .first_serial)" # nobody told the highest serial
}
