/* SPDX-License-Identifier: Apache-2.0 */
#include "base/interrupt.h"

#include <signal.h>
#include <time.h>

static const int signals[] = {SIGINT, SIGTERM, SIGHUP};
enum { N_SIGNALS = sizeof signals / sizeof *signals };

/* Signals belong to the process, so what is known of them does too. */
static volatile sig_atomic_t interrupted;
static struct sigaction before[N_SIGNALS];

static time_t first_at; /* of the monotonic clock */

/* A second one does what it would have done: the work may hang. But not at once: timeout(1) sends
 * two, a terminal's closing two of different kinds, and one who has just pressed control-C presses
 * it again, while the work is putting whole what it has. */
static void note_signal(int number) {
    struct timespec now = {0};
    clock_gettime(CLOCK_MONOTONIC, &now);
    if (!interrupted) {
        first_at = now.tv_sec;
        interrupted = 1;
    } else if (now.tv_sec - first_at > BASE_INTERRUPT_GRACE) {
        signal(number, SIG_DFL);
        raise(number); /* comes when this returns */
    }
}

void base_interrupt_catch(void) {
    struct sigaction action = {.sa_handler = note_signal, .sa_flags = SA_RESTART};
    sigfillset(&action.sa_mask);
    interrupted = 0;
    for (int i = 0; i < N_SIGNALS; i++) {
        sigaction(signals[i], NULL, &before[i]);
        if (before[i].sa_handler != SIG_IGN) { /* as nohup wants it */
            sigaction(signals[i], &action, NULL);
        }
    }
}

bool base_interrupted(void) {
    return interrupted != 0;
}

void base_interrupt_release(void) {
    for (int i = 0; i < N_SIGNALS; i++) {
        sigaction(signals[i], &before[i], NULL);
    }
    interrupted = 0;
}
