/* SPDX-License-Identifier: Apache-2.0 */
#include <inttypes.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

#include "cli/cli.h"

#define FIRST_MS 1000 /* shorter works need no word */
#define EVERY_MS 200

bool cli_colour(FILE *to) {
    const char *no_colour = getenv("NO_COLOR");
    const char *terminal = getenv("TERM");
    return (no_colour == NULL || no_colour[0] == '\0') && isatty(fileno(to)) &&
           !(terminal != NULL && strcmp(terminal, "dumb") == 0);
}

static uint64_t now_ms(void) {
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (uint64_t)now.tv_sec * 1000 + (uint64_t)now.tv_nsec / 1000000;
}

void cli_progress_start(struct cli_progress *p, const char *what, uint64_t total) {
    uint64_t now = now_ms();
    *p = (struct cli_progress){.what = what, .total = total, .started_ms = now, .shown_ms = now};
    p->on = isatty(STDERR_FILENO) == 1;
}

static void show(const struct cli_progress *p, uint64_t done, uint64_t elapsed_ms) {
    double rate = (double)done * 1000 / (double)elapsed_ms;
    fputs("\r\033[K", stderr);
    if (p->total == 0 || done == 0 || done > p->total) {
        cli_print(stderr, _("%s: %" PRIu64 ", %.0f a second"), p->what, done, rate);
    } else {
        cli_print(stderr, _("%s: %" PRIu64 " of %" PRIu64 ", %.0f a second, %.0f s left"), p->what,
                  done, p->total, rate, (double)(p->total - done) / rate);
    }
    fflush(stderr);
}

void cli_progress_at(struct cli_progress *p, uint64_t done) {
    if (!p->on) {
        return;
    }
    uint64_t now = now_ms();
    if (now - p->started_ms >= FIRST_MS && now - p->shown_ms >= EVERY_MS) {
        show(p, done, now - p->started_ms);
        p->shown_ms = now;
        p->shown = true;
    }
}

void cli_progress_end(struct cli_progress *p) {
    if (p->shown) {
        fputs("\r\033[K", stderr);
        fflush(stderr);
    }
    p->on = p->shown = false;
}
