/* SPDX-License-Identifier: Apache-2.0 */
#include <fcntl.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "cli/internal.h"

#define FIRST_MS 1000 /* shorter works need no word */
#define EVERY_MS 200
#define WORDS_MAX 160
#define BAR_WIDE 20 /* columns */
#define BAR_NARROW 10

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

/* Where whoever started us wants to be told: an open descriptor. -1: nobody does. */
static int program_wanted(void) {
    enum { LARGEST = 1023 };
    const char *text = getenv("SELLO_PROGRESS_FD");
    unsigned long fd = text != NULL ? strtoul(text, NULL, 10) : 0;
    bool open = fd > STDERR_FILENO && fd <= LARGEST && fcntl((int)fd, F_GETFD) != -1;
    return open ? (int)fd : -1;
}

/* "120 5000 Signing": one line in one write. Who listens no more is not told. */
static void tell_program(struct cli_progress *p, uint64_t done) {
    char line[WORDS_MAX];
    int n = snprintf(line, sizeof line, "%" PRIu64 " %" PRIu64 " %s\n", done, p->total, p->what);
    bool fits = n > 0 && (size_t)n < sizeof line;
    if (!fits || write(p->to_program, line, (size_t)n) != n) {
        p->to_program = -1;
    }
}

void cli_progress_start(struct cli_progress *p, const char *what, uint64_t total) {
    uint64_t now = now_ms();
    *p = (struct cli_progress){.what = what, .total = total, .started_ms = now, .shown_ms = now};
    p->to_program = program_wanted();
    p->on = isatty(STDERR_FILENO) == 1;
}

/* "42 s", "8 min 20 s", "1 h 05 min": the same in Spanish and English. */
static void put_time(char out[SELLO_LEN(32)], double seconds) {
    uint64_t s = (uint64_t)(seconds + 0.5);
    if (s < 60) {
        snprintf(out, 32, "%" PRIu64 " s", s);
    } else if (s < 3600) {
        snprintf(out, 32, "%" PRIu64 " min %02" PRIu64 " s", s / 60, s % 60);
    } else {
        snprintf(out, 32, "%" PRIu64 " h %02" PRIu64 " min", s / 3600, s / 60 % 60);
    }
}

/* Of two widths, so that it stays as it is while the words change; none where there is no room: a
 * line that wraps could not be taken away. */
static void show_bar(double part, const char *words) {
    size_t beside = cli_columns(sello_bytes_of(words)) + strlen("[] ") + 1;
    size_t all = cli_terminal_columns(stderr);
    size_t width = all >= beside + BAR_WIDE ? BAR_WIDE : BAR_NARROW;
    if (all < beside + width) {
        return;
    }
    size_t full = (size_t)(part * (double)width);
    putc('[', stderr);
    for (size_t i = 0; i < width; i++) {
        putc(i < full ? '#' : '-', stderr);
    }
    fputs("] ", stderr);
}

static void show(const struct cli_progress *p, uint64_t done, uint64_t elapsed_ms) {
    double rate = (double)done * 1000 / (double)elapsed_ms;
    char words[WORDS_MAX], left[32];
    fputs("\r\033[K", stderr);
    if (p->total == 0 || done == 0 || done > p->total) {
        snprintf(words, sizeof words, _("%s: %" PRIu64 ", %.0f a second"), p->what, done, rate);
    } else {
        put_time(left, (double)(p->total - done) / rate);
        snprintf(words, sizeof words, _("%s: %" PRIu64 " of %" PRIu64 ", %.0f a second, %s left"),
                 p->what, done, p->total, rate, left);
        show_bar((double)done / (double)p->total, words);
    }
    fputs(words, stderr);
    fflush(stderr);
}

void cli_progress_at(struct cli_progress *p, uint64_t done) {
    if (!p->on && p->to_program < 0) {
        return;
    }
    uint64_t now = now_ms();
    if (p->to_program >= 0 && (now - p->told_ms >= EVERY_MS || p->told_ms == 0)) {
        tell_program(p, done);
        p->told_ms = now;
    }
    if (p->on && now - p->started_ms >= FIRST_MS && now - p->shown_ms >= EVERY_MS) {
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
    p->to_program = -1;
}
