/* SPDX-License-Identifier: Apache-2.0 */
#include "registry/print/print_send.h"

#include <errno.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

#include "base/program.h"
#include "registry/session/session_files.h"

enum { LOOK_SECONDS = 10, SEND_SECONDS = 60 };

static enum sello_error refuse(struct session *session, const char *rule, const char *queue,
                               const char *said) {
    return session_refuse(session,
                          &(struct problem){.error = SELLO_E_SYSTEM,
                                            .rule = rule,
                                            .field = "printer",
                                            .value = {problem_text(queue), problem_text(said)}});
}

/* A name that was cut off at the end of what is kept is left out. */
void print_queues(void (*visit)(void *context, const char *queue), void *context) {
    static const char *const argument[] = {"lpstat", "-e", NULL};
    struct base_program look = {.argument = argument, .input = -1, .seconds = LOOK_SECONDS};
    if (base_program_run(&look) != SELLO_OK || look.late || look.status != 0) {
        return;
    }
    char *at = look.said;
    for (char *end; (end = strchr(at, '\n')) != NULL; at = end + 1) {
        *end = '\0';
        if (*at != '\0') {
            visit(context, at);
        }
    }
}

enum sello_error print_check_queue(struct session *session, const char *queue) {
    const char *const argument[] = {"lpstat", "-p", queue, NULL};
    struct base_program look = {.argument = argument, .input = -1, .seconds = LOOK_SECONDS};
    if (base_program_run(&look) != SELLO_OK || look.late) {
        return SELLO_OK;
    }
    if (look.status != 0 && strstr(look.said, "nvalid destination") != NULL) {
        return refuse(session, "printer-not-in-cups", queue, "");
    }
    return look.status == 0 && strstr(look.said, " disabled ") != NULL
               ? refuse(session, "printer-stopped", queue, "")
               : SELLO_OK;
}

/* ---- in memory ---- */

enum sello_error print_open_output(const struct print_job *job, struct base_output *output) {
    if (!job->to_queue) {
        return base_output_open(output, job->path, 0644, true);
    }
    int fd = memfd_create("sello-print", MFD_CLOEXEC);
    *output = (struct base_output){.to = fd >= 0 ? fdopen(fd, "w") : NULL, .path = job->path};
    if (output->to == NULL && fd >= 0) {
        close(fd);
    }
    return output->to != NULL ? SELLO_OK : SELLO_E_SYSTEM;
}

/* ---- sending ---- */

/* The paper's name, as CUPS knows it. */
static void put_media(const struct sello_stock *stock, char *out, size_t size) {
    if (sello_stock_is_letter(stock)) {
        snprintf(out, size, "media=Letter");
    } else if (sello_stock_is_a4(stock)) {
        snprintf(out, size, "media=A4");
    } else {
        bool roll = stock->roll;
        snprintf(out, size, "media=Custom.%.2fx%.2fmm", roll ? stock->width : stock->paper_width,
                 roll ? stock->height : stock->paper_height);
    }
}

/* The first line of what it said, without its own name before it. */
static const char *first_line(char *said) {
    static const char own[] = "lp: ";
    said[strcspn(said, "\n")] = '\0';
    return strncmp(said, own, sizeof own - 1) == 0 ? said + sizeof own - 1 : said;
}

/* Pages are at 100 % already; printer commands go as they are. */
static enum sello_error send_output(struct session *session, const struct print_job *job, int fd) {
    char media[64];
    put_media(&job->stock, media, sizeof media);
    const char *const pages[] = {
        "lp", "-d", job->path, "-t", "Sello", "-o", media, "-o", "print-scaling=none", NULL};
    const char *const raw[] = {"lp", "-d", job->path, "-t", "Sello", "-o", "raw", NULL};
    struct base_program lp = {
        .argument = job->format == PRINT_ZPL ? raw : pages, .input = fd, .seconds = SEND_SECONDS};
    if (lseek(fd, 0, SEEK_SET) != 0) {
        return session_fail(session, SELLO_E_SYSTEM);
    }
    enum sello_error error = base_program_run(&lp);
    if (error == SELLO_E_NOT_FOUND) {
        return refuse(session, "lp-missing", job->path, "");
    }
    if (error != SELLO_OK) {
        return refuse(session, "lp-refused", job->path, strerror(errno));
    }
    if (lp.late || lp.status < 0) { /* it may have been ended after it had taken all */
        return refuse(session, "lp-no-answer", job->path, "");
    }
    return lp.status == 0 ? SELLO_OK
                          : refuse(session, "lp-refused", job->path, first_line(lp.said));
}

enum sello_error print_end_output(struct session *session, const struct print_job *job,
                                  struct base_output *output, bool keep) {
    if (!job->to_queue) {
        return session_end_output(session, output, keep);
    }
    if (output->to == NULL) {
        return SELLO_OK;
    }
    bool whole = fflush(output->to) == 0 && output->cause == 0;
    enum sello_error error = !keep   ? SELLO_OK
                             : whole ? send_output(session, job, fileno(output->to))
                                     : session_fail(session, SELLO_E_SYSTEM);
    fclose(output->to);
    *output = (struct base_output){.to = NULL};
    return error;
}
