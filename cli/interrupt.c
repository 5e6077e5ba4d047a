/* SPDX-License-Identifier: Apache-2.0 */
#include <signal.h>

#include "cli/cli.h"

static const int signals[] = {SIGINT, SIGTERM, SIGHUP};
enum { N_SIGNALS = sizeof signals / sizeof *signals };

/* Signals belong to the process, so what is known of them does too. */
static volatile sig_atomic_t interrupted;
static struct sigaction before[N_SIGNALS];

static void note_signal(int number) {
    (void)number;
    interrupted = 1;
}

/* A second one does what it would have done: the work may hang. */
void cli_interrupt_catch(void) {
    struct sigaction action = {.sa_handler = note_signal,
                               .sa_flags = (int)(SA_RESTART | SA_RESETHAND)};
    sigemptyset(&action.sa_mask);
    interrupted = 0;
    for (int i = 0; i < N_SIGNALS; i++) {
        sigaction(signals[i], NULL, &before[i]);
        if (before[i].sa_handler != SIG_IGN) { /* as nohup wants it */
            sigaction(signals[i], &action, NULL);
        }
    }
}

bool cli_interrupted(void) {
    return interrupted != 0;
}

void cli_interrupt_release(void) {
    for (int i = 0; i < N_SIGNALS; i++) {
        sigaction(signals[i], &before[i], NULL);
    }
    interrupted = 0;
}
