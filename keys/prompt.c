/* SPDX-License-Identifier: Apache-2.0 */
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <sodium.h>
#include <termios.h>
#include <unistd.h>

#include "keys/internal.h"

/* Signals that end or stop a program must first give the terminal its echo back. */
static const int signals[] = {SIGINT, SIGTERM, SIGHUP, SIGQUIT, SIGTSTP};
#define N_SIGNALS (sizeof signals / sizeof *signals)

static volatile sig_atomic_t caught;

static void note_signal(int number) {
    caught = number;
}

/* The terminal as it was, and as it is while a passphrase is typed. */
struct quiet {
    int tty;
    struct termios echoing;
    struct sigaction handlers[N_SIGNALS];
    sigset_t mask; /* as before; the signals wait except within ppoll */
};

static void hold_signals(struct quiet *q) {
    struct sigaction action = {.sa_handler = note_signal};
    sigset_t held;
    sigemptyset(&held);
    sigemptyset(&action.sa_mask);
    caught = 0;
    for (size_t i = 0; i < N_SIGNALS; i++) {
        sigaddset(&held, signals[i]);
    }
    pthread_sigmask(SIG_BLOCK, &held, &q->mask);
    for (size_t i = 0; i < N_SIGNALS; i++) {
        sigaction(signals[i], &action, &q->handlers[i]);
    }
}

static void release_signals(const struct quiet *q) {
    for (size_t i = 0; i < N_SIGNALS; i++) {
        sigaction(signals[i], &q->handlers[i], NULL);
    }
    pthread_sigmask(SIG_SETMASK, &q->mask, NULL);
}

static bool echo_off(struct quiet *q) {
    if (tcgetattr(q->tty, &q->echoing) != 0) {
        return false;
    }
    struct termios silent = q->echoing;
    silent.c_lflag &= ~(tcflag_t)(ECHO | ECHOE | ECHOK | ECHONL);
    silent.c_lflag |= ICANON | ISIG;
    return tcsetattr(q->tty, TCSAFLUSH, &silent) == 0;
}

static void put_bytes(int tty, const uint8_t *bytes, size_t len) {
    while (len > 0) {
        ssize_t n = write(tty, bytes, len);
        if (n < 0 && errno != EINTR) {
            return; /* the terminal is gone; reading will say so */
        }
        bytes += n > 0 ? n : 0;
        len -= n > 0 ? (size_t)n : 0;
    }
}

static void put(int tty, const char *text) {
    put_bytes(tty, (const uint8_t *)text, strlen(text));
}

/* Waits for a byte with the signals let through only here, so that none slips in between a check
 * and the wait. False at the end of input, on an error, or when a signal came. */
static bool next_byte(const struct quiet *q, uint8_t *out) {
    struct pollfd wait = {.fd = q->tty, .events = POLLIN};
    for (;;) {
        int ready = ppoll(&wait, 1, NULL, &q->mask);
        if (caught != 0 || (ready < 0 && errno != EINTR)) {
            return false;
        }
        if (ready > 0) {
            return read(q->tty, out, 1) == 1;
        }
    }
}

static void read_quietly(struct quiet *q, const char *prompt, struct sello_line *line) {
    uint8_t byte = 0;
    line->len = 0;
    line->ended = false;
    put(q->tty, prompt);
    while (next_byte(q, &byte) && sello_line_add(line, byte)) {
    }
    sodium_memzero(&byte, sizeof byte);
    put(q->tty, "\n");
}

/* One prompt, with the terminal as before afterwards. Returns the signal that came, or 0; -1 when
 * the echo cannot be switched off. */
static int prompt_once(int tty, const char *prompt, struct sello_line *line) {
    struct quiet q = {.tty = tty};
    hold_signals(&q);
    bool quiet = echo_off(&q);
    if (quiet) {
        read_quietly(&q, prompt, line);
        tcsetattr(tty, TCSAFLUSH, &q.echoing); /* also drops what was typed beyond the line */
    }
    int number = caught;
    release_signals(&q);
    return quiet ? number : -1;
}

/* Asks until a line came; a stop (Ctrl-Z) stops, and afterwards the prompt is shown anew. Other
 * signals but SIGINT do what they would have done. */
static enum sello_error prompt_line(int tty, const char *prompt, struct sello_line *line) {
    for (;;) {
        int number = prompt_once(tty, prompt, line);
        if (number == 0) {
            break;
        }
        if (number == -1) {
            return SELLO_E_PASSPHRASE_NONE;
        }
        if (number == SIGINT) {
            return SELLO_E_INTERRUPTED;
        }
        raise(number);
        if (number != SIGTSTP) {
            return SELLO_E_INTERRUPTED;
        }
    }
    return line->ended || line->len > 0 ? SELLO_OK : SELLO_E_PASSPHRASE_NONE;
}

static enum sello_error ask(int tty, const char *prompt, struct sello_line *line,
                            struct sello_passphrase **out) {
    enum sello_error error = prompt_line(tty, prompt, line);
    return error == SELLO_OK ? sello_passphrase_from_line(line, out) : error;
}

static bool same(const struct sello_passphrase *a, const struct sello_passphrase *b) {
    return a->len == b->len && sodium_memcmp(a->bytes, b->bytes, a->len) == 0;
}

/* A new one is judged before it is typed again. */
static enum sello_error ask_twice(int tty, const struct sello_passphrase_words *words, bool new,
                                  struct sello_line *line, struct sello_passphrase **out) {
    struct sello_passphrase *first = NULL, *second = NULL;
    enum sello_error error = ask(tty, words->prompt, line, &first);
    if (error == SELLO_OK && new) {
        error = sello_passphrase_judge(first);
    }
    if (error == SELLO_OK && words->again != NULL) {
        error = ask(tty, words->again, line, &second);
        if (error == SELLO_OK && !same(first, second)) {
            error = SELLO_E_PASSPHRASE_MISMATCH;
        }
    }
    sello_passphrase_free(&second);
    if (error == SELLO_OK) {
        *out = first;
    } else {
        sello_passphrase_free(&first);
    }
    return error;
}

/* Runs `asking` with the terminal, and room for a line. */
static enum sello_error
on_terminal(enum sello_error (*asking)(int tty, const struct sello_passphrase_words *words,
                                       struct sello_line *line, struct sello_passphrase **out),
            const struct sello_passphrase_words *words, struct sello_passphrase **out) {
    int tty = open("/dev/tty", O_RDWR | O_CLOEXEC | O_NOCTTY);
    if (tty == -1) {
        return SELLO_E_PASSPHRASE_NONE;
    }
    struct sello_line *line = sodium_malloc(sizeof *line);
    enum sello_error error = SELLO_E_MEMORY;
    if (line != NULL) {
        error = asking(tty, words, line, out);
    }
    sodium_free(line);
    close(tty);
    return error;
}

static enum sello_error ask_for_one(int tty, const struct sello_passphrase_words *words,
                                    struct sello_line *line, struct sello_passphrase **out) {
    return ask_twice(tty, words, false, line, out);
}

enum sello_error sello_passphrase_ask(const char *prompt, const char *again,
                                      struct sello_passphrase **out) {
    const struct sello_passphrase_words words = {.prompt = prompt, .again = again};
    return on_terminal(ask_for_one, &words, out);
}

/* ---- a new one ---- */

static enum sello_error show_offer(int tty, const char *offer) {
    struct sello_passphrase *p = NULL;
    enum sello_error error = sello_passphrase_make(&p);
    if (error == SELLO_OK) {
        put(tty, offer);
        put(tty, "\n\n    ");
        put_bytes(tty, p->bytes, p->len);
        put(tty, "\n\n");
    }
    sello_passphrase_free(&p);
    return error;
}

static enum sello_error ask_for_new(int tty, const struct sello_passphrase_words *words,
                                    struct sello_line *line, struct sello_passphrase **out) {
    enum sello_error error = show_offer(tty, words->offer);
    if (error != SELLO_OK) {
        return error;
    }
    while ((error = ask_twice(tty, words, true, line, out)) == SELLO_E_PASSPHRASE_WEAK) {
        put(tty, words->weak);
        put(tty, "\n");
    }
    return error;
}

enum sello_error sello_passphrase_ask_new(const struct sello_passphrase_words *words,
                                          struct sello_passphrase **out) {
    return on_terminal(ask_for_new, words, out);
}
