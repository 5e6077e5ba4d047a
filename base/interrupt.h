/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SELLO_BASE_INTERRUPT_H
#define SELLO_BASE_INTERRUPT_H

/* Between catch and release, SIGINT, SIGTERM and SIGHUP end nothing by themselves: a work of many
 * steps looks here between two of them, leaves all whole, and its command tells that it was
 * interrupted. A signal that comes some seconds after the first does what it would have done. */

#include <stdbool.h>

#define BASE_INTERRUPT_GRACE 2 /* whole seconds, at least */

void base_interrupt_catch(void);
bool base_interrupted(void); /* false outside */
void base_interrupt_release(void);

#endif
