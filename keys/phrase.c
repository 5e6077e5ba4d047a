/* SPDX-License-Identifier: Apache-2.0 */
#include <sodium.h>

#include "keys/internal.h"

/* Words without accents, ñ or capitals, so that any keyboard types them: 8 bits each. */
static const char words[256][10] = {
    "abeja",   "abuela",  "aceite",  "agave",  "agua",     "aguja",   "ajo",     "alba",
    "aldea",   "algodon", "alma",    "altar",  "amigo",    "ancho",   "anillo",  "arado",
    "arbol",   "arcilla", "arco",    "arena",  "arete",    "aroma",   "arpa",    "arroyo",
    "arroz",   "astro",   "atole",   "aurora", "avena",    "avion",   "azada",   "azul",
    "bahia",   "baile",   "bajo",    "balsa",  "banco",    "banda",   "barco",   "barra",
    "barro",   "bata",    "baul",    "blanco", "boca",     "bodega",  "bolsa",   "bordado",
    "borde",   "bosque",  "bota",    "bote",   "brasa",    "brazo",   "brisa",   "bronce",
    "bruma",   "bueno",   "burro",   "cacao",  "cajon",    "cal",     "calle",   "calor",
    "cama",    "camino",  "campana", "campo",  "canasta",  "cancha",  "canela",  "canoa",
    "cantera", "canto",   "capa",    "cara",   "carbon",   "carreta", "carta",   "casa",
    "cedro",   "ceiba",   "cena",    "cera",   "cerro",    "cesta",   "chal",    "chile",
    "cielo",   "cima",    "cinta",   "clara",  "clavo",    "cobre",   "cocina",  "codo",
    "colina",  "color",   "comal",   "copal",  "corazon",  "corral",  "costa",   "cruz",
    "cuadro",  "cuento",  "cuerda",  "cuero",  "cueva",    "cuna",    "danza",   "dedo",
    "dia",     "doble",   "dorado",  "dulce",  "duna",     "durazno", "eco",     "encino",
    "enero",   "escoba",  "espejo",  "espiga", "estrella", "faja",    "falda",   "farol",
    "feria",   "fibra",   "fiesta",  "fino",   "flauta",   "flor",    "fogon",   "fondo",
    "fresco",  "fruta",   "fuego",   "fuente", "gallo",    "ganso",   "garza",   "gato",
    "gota",    "grano",   "greca",   "grillo", "gris",     "grulla",  "guaje",   "guayaba",
    "hacha",   "harina",  "helado",  "hierba", "hierro",   "higo",    "hilo",    "hoja",
    "horno",   "huerta",  "huerto",  "huevo",  "humo",     "idea",    "iglesia", "isla",
    "jabon",   "jade",    "jardin",  "jarra",  "jarro",    "jicara",  "jinete",  "jugo",
    "juncia",  "labor",   "lago",    "lana",   "lancha",   "largo",   "lavanda", "leche",
    "lento",   "leon",    "libro",   "lima",   "limon",    "lino",    "lirio",   "llano",
    "llave",   "lluvia",  "lobo",    "loma",   "luna",     "lunes",   "luz",     "maceta",
    "madera",  "madre",   "maguey",  "maiz",   "mango",    "mano",    "manta",   "mapa",
    "mar",     "marea",   "margen",  "mayo",   "mesa",     "metate",  "mezcal",  "miel",
    "milpa",   "mimbre",  "mina",    "molino", "monte",    "mora",    "morral",  "muro",
    "nido",    "niebla",  "nieve",   "nogal",  "norte",    "nube",    "nuez",    "obra",
    "ocote",   "oeste",   "olivo",   "olla",   "oro",      "otate",   "oveja",   "palma",
    "paloma",  "pan",     "panal",   "papel",  "parque",   "paso",    "pato",    "pera",
    "perla",   "piedra",  "pino",    "pita",   "plata",    "playa",   "plaza",   "pluma",
};

#define N_WORDS 6 /* 48 bits: with Argon2id's third of a second a try, thousands of years */

enum sello_error sello_passphrase_make(struct sello_passphrase **out) {
    struct sello_passphrase *p = sodium_malloc(sizeof *p);
    if (p == NULL) {
        return SELLO_E_MEMORY;
    }
    p->len = 0;
    for (int i = 0; i < N_WORDS; i++) {
        const char *word = words[randombytes_uniform(256)];
        if (i > 0) {
            p->bytes[p->len++] = ' ';
        }
        memcpy(p->bytes + p->len, word, strlen(word));
        p->len += strlen(word);
    }
    (void)sodium_mprotect_readonly(p);
    *out = p;
    return SELLO_OK;
}
