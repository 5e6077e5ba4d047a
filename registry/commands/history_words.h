/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SELLO_REGISTRY_COMMANDS_HISTORY_WORDS_H
#define SELLO_REGISTRY_COMMANDS_HISTORY_WORDS_H

/* An event, told: as a sentence in the spoken language, and as members of a JSON object. */

#include "cli/cli.h"
#include "registry/store/history.h"

#define HISTORY_SENTENCE_MAX 1200 /* bytes, with its NUL */

void history_sentence(const struct sello_history_row *row,
                      char out[SELLO_LEN(HISTORY_SENTENCE_MAX)]);

void history_json(struct cli_json *j, const struct sello_history_row *row);

#endif
