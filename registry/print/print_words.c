/* SPDX-License-Identifier: Apache-2.0 */
#include "base/time.h"
#include "registry/print/print.h"

/* The words of a label: what is signed, never the records' newer texts; the scheme, the certifier
 * and its address as the root has them. */

/* "en", "en-GB": the batch's texts are in English. */
static bool is_english(struct sello_bytes tag) {
    return tag.len >= 2 && (tag.ptr[0] | 0x20) == 'e' && (tag.ptr[1] | 0x20) == 'n' &&
           (tag.len == 2 || tag.ptr[2] == '-');
}

static enum sello_label_language language_of(const char *words, const struct sello_claims *claims) {
    if (words == NULL) {
        return is_english(claims->language) ? SELLO_LABEL_EN : SELLO_LABEL_ES;
    }
    return strcmp(words, "both") == 0 ? SELLO_LABEL_BOTH
           : strcmp(words, "en") == 0 ? SELLO_LABEL_EN
                                      : SELLO_LABEL_ES;
}

/* The address as people compare it. */
static struct sello_bytes web_of(struct sello_bytes url) {
    static const char scheme[] = "https://";
    const size_t n = sizeof scheme - 1;
    if (url.len > n && memcmp(url.ptr, scheme, n) == 0) {
        url = sello_bytes(url.ptr + n, url.len - n);
    }
    while (url.len > 0 && url.ptr[url.len - 1] == '/') {
        url.len--;
    }
    return url;
}

static struct sello_bytes scheme_of(const struct sello_root *root, const struct print_group *g) {
    const char *language = g->language == SELLO_LABEL_EN ? "en" : "es";
    return g->claims.scheme.present
               ? sello_root_scheme_name(root, g->claims.scheme.value, sello_bytes_of(language))
               : sello_bytes(NULL, 0);
}

static void put_numbers(struct print_group *g) {
    if (g->claims.certificate.present) {
        sello_id_format((struct sello_id){SELLO_KIND_CERTIFICATE, g->claims.certificate.value},
                        g->certificate);
    }
    if (g->claims.made.present) {
        base_date_format(g->claims.made.value, g->made);
    }
}

/* The batch's key, which the newest root still has: none is ever dropped. */
static const uint8_t *key_of(const struct sello_root *root, const struct sello_batch *batch) {
    if (batch->key >= root->n_keys - root->n_members) {
        return NULL;
    }
    return root->key[root->n_members + batch->key].public_key;
}

bool print_words(const struct print_job *job, const char *words, struct print_group *group) {
    const struct sello_batch *batch = &group->batch;
    enum sello_error error =
        sello_batch_claims_parse(sello_bytes(batch->claims, batch->claims_len), &group->claims);
    group->public_key = key_of(job->root, batch);
    if (error != SELLO_OK || group->public_key == NULL) {
        cli_error(_("Nothing was printed: the record of batch B%llu is damaged. See what is wrong "
                    "with: sello check"),
                  (unsigned long long)batch->number);
        return false;
    }
    group->language = language_of(words, &group->claims);
    put_numbers(group);
    group->words = (struct sello_label_words){
        .product = group->claims.product,
        .producer = group->claims.producer,
        .origin = group->claims.origin,
        .scheme = scheme_of(job->root, group),
        .lot = group->claims.lot,
        .made = sello_bytes_of(group->made),
        .net_content = group->claims.net_content,
        .certificate = sello_bytes_of(group->certificate),
        .certifier = job->root->name,
        .web = web_of(job->root->base_url),
    };
    return true;
}
