/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SELLO_REGISTRY_COMMANDS_LETTERS_H
#define SELLO_REGISTRY_COMMANDS_LETTERS_H

/* Says which letter of a text labels cannot show, if there is one. Nothing where the fonts cannot
 * be asked: printing says so. */
void letters_say(const char *text);

#endif
