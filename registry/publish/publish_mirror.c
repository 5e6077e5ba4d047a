/* SPDX-License-Identifier: Apache-2.0 */
/* How to serve a copy of the page, for whoever finds the folder. */
#include "registry/publish/publish_parts.h"

enum { MIRROR_MAX = SELLO_ROOT_MAX + 4096 };

static void put(struct sello_writer *w, const char *text) {
    sello_write(w, text, strlen(text));
}

static void put_line(struct sello_writer *w, struct sello_bytes text) {
    put(w, "  ");
    sello_write(w, text.ptr, text.len);
    put(w, "\n");
}

static void put_addresses(struct sello_writer *w, const struct sello_root *root) {
    struct sello_reader r = sello_reader_init(root->addresses);
    put_line(w, root->base_url);
    for (size_t n = root->addresses.len > 0 ? sello_take_array(&r) : 0; n > 0; n--) {
        put_line(w, sello_take_text(&r));
    }
}

static const char how_es[] =
    "\nCÓMO SERVIR UNA COPIA\n\n"
    "Cualquiera puede servir una copia de esta carpeta: los datos están firmados, y quien los\n"
    "cambie se delata. Copia la carpeta entera (files.sha256 dice qué hay: sha256sum -c\n"
    "files.sha256), sírvela por https, y cópiala otra vez cada semana. Dile la dirección al\n"
    "certificador: con «sello publicar --tambien DIRECCIÓN» la firma como suya, y entonces las\n"
    "etiquetas que llevan a ella se toman por auténticas.\n\n"
    "Si el dominio de una etiqueta ya no existe, abre cualquier otra de estas direcciones y\n"
    "escanea ahí la etiqueta, o pon la dirección en lugar de la que está antes del #.\n";

static const char how_en[] =
    "\nHOW TO SERVE A COPY\n\n"
    "Anybody may serve a copy of this folder: its data is signed, and who changes it is found\n"
    "out. Copy all of the folder (files.sha256 says what is in it: sha256sum -c files.sha256),\n"
    "serve it by https, and copy it again each week. Tell the certifier its address: with\n"
    "'sello publish --also URL' it is signed as theirs, and labels that lead there are taken as\n"
    "authentic.\n\n"
    "Where a label's domain is gone, open any other of these addresses and scan the label\n"
    "there, or put the address in the place of what stands before the #.\n";

enum sello_error publish_mirror_put(struct publishing *p) {
    uint8_t buf[MIRROR_MAX];
    struct sello_writer w = sello_writer_init(buf, sizeof buf);
    sello_write(&w, p->root->name.ptr, p->root->name.len);
    put(&w, "\n\n");
    put_addresses(&w, p->root);
    put(&w, how_es);
    put(&w, how_en);
    return w.failed ? session_fail(p->session, SELLO_E_TOO_LONG)
                    : site_put(&p->site, "MIRROR.txt", sello_written(&w));
}
