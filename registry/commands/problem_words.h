/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SELLO_REGISTRY_COMMANDS_PROBLEM_WORDS_H
#define SELLO_REGISTRY_COMMANDS_PROBLEM_WORDS_H

/* Problems in people's words: one table of sentences by rule. */

#include "registry/session/problem.h"

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
