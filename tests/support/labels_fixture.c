/* SPDX-License-Identifier: Apache-2.0 */
#include "tests/support/labels_fixture.h"

#define URL "https://seda.example/v/#"

/* ---- words ---- */

struct row {
    const char *name;
    const char *product, *producer, *origin, *scheme, *lot, *made, *net, *certificate, *certifier,
        *web, *traits;
};

static const struct row rows[] = {
    {"Spanish, typical", "Rebozo de seda con rapacejo", "Taller Xunaxi, Juana Pérez López",
     "San Pedro Cajonos, Oaxaca", "Seda de la Sierra Norte", "2025-03", "2025-03-12", "1 pieza",
     "C12", "Consejo Regulador de la Seda", "seda.example/v/",
     "Rapacejo anudado a mano de 18 cm, orilla azul añil"},
    {"few words", "Mezcal", "", "Sola de Vega", "", "", "", "", "C3", "Palenqueros Unidos",
     "mezcal.example/", ""},
    {"Náhuatl, at the limits", "Tilmahtli icpatl tlahuīlli ihuān cuēponqui xōchitl tlaçohtli a",
     "Mācēhualtzitzin Tōnatiuh Īxco Cuāuhtēmallān Tepētzintlan pilli",
     "San Miguel Tzinacapan Cuetzālan del Progreso Sierra Nororiental",
     "Denominación de origen de los textiles de telar de cintura", "TLAHUĪLLI-ꞌ-2025-ABCDEFGHIJK-1",
     "2025-03-12", "750 ml, 40 % Alc. Vol. ꞌ", "C123456",
     "Ohuēmpantli Tlachīhualiztli Calpōlli Nāhuatlahtōlli Tlacuīlōlli",
     "consejo-regulador-de-los-textiles.oaxaca.example.org.mx/v/",
     "Tlahuīlli īhuān tlīltic, xōchitl mahtlāctli ōme, tēntli chīchīltic, cuēponqui ꞌ"},
    {"Zapotec, at the limits", "Lariꞌ guixiꞌ naquichiꞌ ne nayaꞌ ꞌRaꞌ Bidóꞌ ne Xunaxiꞌ x̱̃ an",
     "Bëne Xidzaꞌ Lädxi Yaꞌa Tséꞌe Ñáꞌa Kúꞌu Ndaꞌya Ríꞌi Nuꞌñu Liꞌi",
     "Guidxiguieꞌ Xavicende Lulaꞌ Guiedzeꞌ Xhavizende Bidxiña Guiꞌ",
     "Marca colectiva del telar de pedal y de la grana cochinilla", "ꞌꞌꞌꞌꞌꞌꞌꞌꞌ-9", "2025-12-31",
     "2 rebozos de 2.10 m", "C9999999",
     "Consejo Regulador de los Pueblos Zapotecos Bëne Xidzaꞌ Ladza",
     "xidza-yetzelalag.consejo.example/v/",
     "Bidóꞌ ꞌnayaꞌ x̱naꞌ, guieꞌ chupa ndaaniꞌ, lariꞌ ꞌnaquichiꞌ"},
    {"Maya, at the limits", "Xookbil nookꞌ chuyaʼan yéetel kʼanpʼokʼ, jach maʼalob u bʼonil kʼ",
     "U Kʼaʼax Chʼeʼen Noj Kaaj Santa Cruz Xbáalam Naj Felipe Carril",
     "Yaxkʼukul, Jóoʼ, Kʼíintunichʼeʼ, Tsʼaʼ, Xʼokʼanchʼeʼen, Yucatán",
     "Bordado de xmanikteʼ y xokbilchuuy de la península de Yucatán", "LOTE 0001", "2025-01-01",
     "1 pʼéel", "C7", "Múuchʼ Meyaj Chuy Kʼaʼanil Maaya Koʼolelʼoʼob U Jeelʼ Kʼíin Xʼok",
     "chuy-maaya.example/v/", "Lool chak yéetel kʼan, chuyaʼan tu láakal u paachil nookʼ"},
    {"Mixteco, long names", "Huipil sa̱ꞌma̱ ñuu de algodón coyuchi",
     "Ñáꞌa Kúꞌu Savi, Margarita Avendaño Luis", "Ñuu Yoso Ndúꞌva, Pinotepa de Don Luis, Oaxaca",
     "Algodón coyuchi y caracol púrpura", "2026-04", "2026-04-02", "1 pieza", "C48",
     "Consejo de Tejedoras Ñuu Savi de la Costa", "costa.nuusavi.example/v/",
     "Tres lienzos, brocado de trama; hilo morado en las uniones"},
    {"Hñähñu, long names", "Ayate de ixtle fino, ra do̱ni bordado",
     "Ya Mu̱ntsa B'ehñä, Martina Pérez Ramos", "El Alberto, Nts'u̱tk'ani, Hidalgo",
     "Fibra de maguey del Valle del Mezquital", "IX-7", "2026-05-10", "1 ayate", "C9",
     "Consejo Artesanal Hñähñu del Valle", "ixtle.example/v/",
     "Orilla doble, flor de nueve pétalos en hilo negro"},
    {"one long word", "Wwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwww",
     "Mmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmm", "", "",
     "WWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWW", "", "", "C1",
     "WWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWW",
     "wwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwww.example/",
     "Wwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwww"},
};

/* Cut to a claim's limit, at a letter. */
static struct sello_bytes within(const char *text, size_t limit) {
    size_t len = strlen(text);
    len = len < limit ? len : limit;
    while (((unsigned char)text[len] & 0xc0) == 0x80) {
        len--;
    }
    return sello_bytes(text, len);
}

size_t label_words_count(void) {
    return sizeof rows / sizeof *rows;
}

struct label_words_row label_words_at(size_t i) {
    const struct row *row = &rows[i];
    return (struct label_words_row){row->name,
                                    {.product = within(row->product, 64),
                                     .producer = within(row->producer, 64),
                                     .origin = within(row->origin, 64),
                                     .scheme = within(row->scheme, 64),
                                     .lot = within(row->lot, 32),
                                     .made = within(row->made, 16),
                                     .net_content = within(row->net, 24),
                                     .certificate = within(row->certificate, 16),
                                     .certifier = within(row->certifier, 64),
                                     .web = within(row->web, 60),
                                     .traits = within(row->traits, 80)}};
}

/* ---- jobs ---- */

/* A typical token's digits (version 12), a lean one's (8), then what little fits. */
static const size_t n_digits[] = {561, 260, 120, 40};

static struct sello_bytes text_of(size_t n, char buf[2048]) {
    struct sello_writer w = sello_writer_init(buf, 2048);
    sello_write(&w, URL, sizeof URL - 1);
    for (size_t i = 0; i < n; i++) {
        char digit = (char)('0' + i * i * 7 % 11 % 10);
        sello_write(&w, &digit, 1);
    }
    return sello_written(&w);
}

static bool fits(const struct sello_stock *stock, struct label_job *job, size_t digits) {
    char buf[2048];
    struct sello_fit fit;
    if (sello_symbol_make(text_of(digits, buf), 22, &job->symbol) != SELLO_OK ||
        sello_fit(stock, 300, 0, false, sello_symbol_page(&job->symbol), &fit) != SELLO_OK) {
        return false;
    }
    job->setup.size = fit.size;
    job->setup.symbol_page = sello_symbol_page(&job->symbol);
    return true;
}

static void begin(const struct sello_stock *stock, const char *design,
                  struct sello_label_words words, struct label_job *out) {
    *out = (struct label_job){.words = words};
    out->setup = (struct sello_art_setup){.stock = stock,
                                          .design = sello_design_find(design),
                                          .words = &out->words,
                                          .language = SELLO_LABEL_ES};
}

bool label_job_sized(const struct sello_stock *stock, const char *design,
                     struct sello_label_words words, size_t digits, struct label_job *out) {
    begin(stock, design, words, out);
    return fits(stock, out, digits);
}

bool label_job_make(const struct sello_stock *stock, const char *design,
                    struct sello_label_words words, struct label_job *out) {
    begin(stock, design, words, out);
    bool made = false;
    for (size_t i = 0; i < sizeof n_digits / sizeof *n_digits && !made; i++) {
        made = fits(stock, out, n_digits[i]);
    }
    return made;
}

static bool issue_for(const struct sello_stock *stock, const char *design,
                      struct sello_label_words words, unsigned dpi, bool leaves_words,
                      struct label_job *out) {
    static const size_t digits[] = {561, 480, 400, 320, 260, 200, 120};
    bool fits = false;
    for (size_t i = 0; i < sizeof digits / sizeof *digits && !fits; i++) {
        struct sello_fit fit;
        fits = label_job_sized(stock, design, words, digits[i], out) &&
               sello_fit(stock, dpi, 0, false, out->setup.symbol_page, &fit) == SELLO_OK &&
               !fit.small &&
               (!leaves_words || sello_fit_leaves_words(stock, fit.size, out->setup.symbol_page));
        out->setup.size = fits ? fit.size : out->setup.size;
    }
    return fits;
}

bool label_job_printed(const struct sello_stock *stock, const char *design,
                       struct sello_label_words words, const struct sello_mark *mark, unsigned dpi,
                       struct label_job *out) {
    bool fits = issue_for(stock, design, words, dpi, true, out) ||
                issue_for(stock, design, words, dpi, false, out);
    out->setup.mark = mark;
    return fits && sello_art_size(&out->setup, &out->setup.size) == SELLO_OK;
}

struct sello_bytes label_job_text(const struct label_job *job, char buf[2048]) {
    struct sello_symbol symbol;
    for (size_t i = 0; i < sizeof n_digits / sizeof *n_digits; i++) {
        struct sello_bytes text = text_of(n_digits[i], buf);
        if (sello_symbol_make(text, 22, &symbol) == SELLO_OK && symbol.side == job->symbol.side) {
            return text;
        }
    }
    for (size_t n = n_digits[0]; n > 4;
         n--) { /* words left the symbol: as many digits as it holds */
        struct sello_bytes text = text_of(n, buf);
        if (sello_symbol_make(text, 22, &symbol) == SELLO_OK && symbol.side == job->symbol.side) {
            return text;
        }
    }
    return sello_bytes("", 0);
}
