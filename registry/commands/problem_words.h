/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SELLO_REGISTRY_COMMANDS_PROBLEM_WORDS_H
#define SELLO_REGISTRY_COMMANDS_PROBLEM_WORDS_H

/* Problems in people's words: tables of sentences by rule, one for each room. */

#include "registry/session/problem.h"

/* One rule in words. The problem's values stand in the text as %1$s, %2$s, ... each put into words
 * by its kind; %7$s is the clause that the command gives, "The product was not added". */
struct problem_sentence_row {
    const char *rule;
    const char *text;       /* the whole sentence; marked with N_() */
    bool reason_follows;    /* the text is a clause: "The keys stay closed", and the error's own
                             * reason ends it */
    enum sello_error error; /* for this error alone, and before the rule's row for any; SELLO_OK:
                             * for any */
    void (*put)(const struct problem *problem, char *buf,
                size_t size); /* for a rule whose words
                               * no text holds; NULL: `text` */
};

/* words_<room>.c; a row without a rule ends each. */
extern const struct problem_sentence_row words_session[], words_exchange[], words_issue[],
    words_desk[], words_root[], words_trust[], words_trust_file[], words_print[], words_publish[];

#define PROBLEM_WORDS 9000 /* room for any sentence */

/* The whole sentence. `what` is the clause that begins it where the rule has no sentence of its
 * own: "The product was not added". */
void problem_sentence(const struct problem *problem, const char *what, char *buf, size_t size);

/* The same where nothing was tried: a notice. */
void problem_words(const struct problem *problem, char *buf, size_t size);

/* The rule's name, or the error's as "not-found": what --json answers as "error". Valid until the
 * thread's next call. */
const char *problem_code(const struct problem *problem);

#endif
