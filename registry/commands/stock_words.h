/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SELLO_REGISTRY_COMMANDS_STOCK_WORDS_H
#define SELLO_REGISTRY_COMMANDS_STOCK_WORDS_H

#include "labels/stock/stock.h"
#include "registry/session/problem.h"

/* The words of the rule "stock-file-wrong": the file, the line, and what is expected there. */
void stock_words_of_fault(const struct problem *problem, char *buf, size_t size);

/* A stock's title, translated where it is ours. */
const char *stock_title(const struct sello_stock *stock);

#endif
