/* SPDX-License-Identifier: Apache-2.0 */
#include "verify/tool/names.h"

#include <unicode/unorm2.h>
#include <unicode/uset.h>
#include <unicode/uspoof.h>
#include <unicode/ustring.h>

#include "verify/tool/small_capital.h"

/* A name of 64 bytes has room for all that its letters can become. */
enum { ROOM = 4096 };

struct letters {
    UChar text[ROOM];
    int32_t n;
    UErrorCode error; /* the first; from then on nothing is done */
};

static void put(struct letters *out, const UChar *text, int32_t n) {
    if (U_SUCCESS(out->error)) {
        u_memcpy(out->text, text, n);
        out->n = n;
    }
}

/* What leaves two names looking alike: marks, spaces, dots, and what shows as nothing. Some of that
 * Unicode has as pictures or letters: a Braille cell without dots, a note without a head, blank
 * hieroglyphs. */
static const USet *slight(UErrorCode *error) {
    static USet *set; /* opened once */
    if (set == NULL) {
        set = uset_openPattern(u"[[:M:][:Z:][:P:][:Default_Ignorable_Code_Point:]"
                               u"\u2800\U0001D159\U00013441\U00013442]",
                               -1, error);
    }
    return set;
}

static void strip(struct letters *l) {
    const USet *set = slight(&l->error);
    int32_t kept = 0;
    for (int32_t at = 0; at < l->n && U_SUCCESS(l->error);) {
        at += uset_span(set, l->text + at, l->n - at, USET_SPAN_CONTAINED);
        int32_t more = uset_span(set, l->text + at, l->n - at, USET_SPAN_NOT_CONTAINED);
        u_memmove(l->text + kept, l->text + at, more);
        kept += more;
        at += more;
    }
    l->n = kept;
}

static void decompose(struct letters *l) {
    UChar out[ROOM];
    int32_t n =
        unorm2_normalize(unorm2_getNFKDInstance(&l->error), l->text, l->n, out, ROOM, &l->error);
    put(l, out, n);
}

static void fold_case(struct letters *l) {
    UChar out[ROOM];
    int32_t n = u_strFoldCase(out, ROOM, l->text, l->n, U_FOLD_CASE_DEFAULT, &l->error);
    put(l, out, n);
}

/* Each letter becomes the one that it looks like (UTS 39 section 4). */
static void look(struct letters *l) {
    static USpoofChecker *checker; /* opened once: it takes 30 ms */
    UChar out[ROOM];
    for (int32_t i = 0; i < l->n; i++) { /* small capitals lie in the first plane */
        l->text[i] = (UChar)small_capital_letter(l->text[i]);
    }
    if (checker == NULL) {
        checker = uspoof_open(&l->error);
    }
    int32_t n = uspoof_getSkeleton(checker, 0, l->text, l->n, out, ROOM, &l->error);
    put(l, out, n);
    decompose(l);
}

static void take(struct letters *l, struct sello_bytes name) {
    l->n = 0;
    l->error = U_ZERO_ERROR;
    u_strFromUTF8WithSub(l->text, ROOM, &l->n, (const char *)name.ptr, (int32_t)name.len, 0xfffd,
                         NULL, &l->error);
    decompose(l);
}

/* A name's letters alone, in one case. */
static void letters_of(struct sello_bytes name, struct letters *out) {
    take(out, name);
    fold_case(out);
    decompose(out);
    strip(out);
}

/* As it looks, in one case: a capital may look like another letter than its small one does, so
 * looks are compared before and after. `I` looks like `l` and is a capital `i`, so these are one.
 */
static void look_of(struct sello_bytes name, struct letters *out) {
    take(out, name);
    look(out);
    strip(out);
    fold_case(out);
    look(out);
    strip(out);
    for (int32_t i = 0; i < out->n; i++) {
        out->text[i] = out->text[i] == 'i' ? 'l' : out->text[i];
    }
}

/* What can't be told apart counts as the same. */
static bool same(const struct letters *a, const struct letters *b) {
    return U_FAILURE(a->error) || U_FAILURE(b->error) ||
           (a->n == b->n && u_memcmp(a->text, b->text, a->n) == 0);
}

bool names_alike(struct sello_bytes a, struct sello_bytes b) {
    static struct letters one, other;
    if (a.len > ROOM / 4 || b.len > ROOM / 4) { /* nobody's name */
        return sello_bytes_eq(a, b);
    }
    letters_of(a, &one);
    letters_of(b, &other);
    if (same(&one, &other)) {
        return true;
    }
    look_of(a, &one);
    look_of(b, &other);
    return same(&one, &other);
}

bool name_mixes_scripts(struct sello_bytes name) {
    UErrorCode error = U_ZERO_ERROR;
    USpoofChecker *checker = uspoof_open(&error);
    uspoof_setChecks(checker, USPOOF_RESTRICTION_LEVEL, &error);
    uspoof_setRestrictionLevel(checker, USPOOF_SINGLE_SCRIPT_RESTRICTIVE);
    int32_t found =
        uspoof_checkUTF8(checker, (const char *)name.ptr, (int32_t)name.len, NULL, &error);
    uspoof_close(checker);
    return U_FAILURE(error) || found != 0;
}
