/* SPDX-License-Identifier: Apache-2.0 */
#include "registry/console/server.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/signalfd.h>
#include <unistd.h>

#include "base/file.h"
#include "registry/console/clock.h"
#include "registry/console/peer.h"
#include "registry/console/request.h"

enum {
    MEMORY = 48 << 10, /* bytes for a connection's headers and buffers */
    POLLS = 2 + JOBS_AT_ONCE * TASK_POLLS,
    TICK_MS = 30000,
    END_MS = 5000 /* then what runs is asked to stop */
};

static enum sello_error fail(struct console_fault *out, const char *rule, const char *value,
                             int cause) {
    *out = (struct console_fault){.rule = rule, .value = value, .cause = cause};
    return SELLO_E_SYSTEM;
}

/* ---- where it listens ---- */

struct listening {
    struct sockaddr_storage address;
    uint8_t *certificate, *key; /* PEM, NUL-terminated; NULL without TLS */
};

static bool set_address(const struct console_setup *setup, struct sockaddr_storage *out) {
    const char *text = setup->listen != NULL ? setup->listen : "127.0.0.1";
    struct sockaddr_in *four = (struct sockaddr_in *)out;
    struct sockaddr_in6 *six = (struct sockaddr_in6 *)out;
    memset(out, 0, sizeof *out);
    if (inet_pton(AF_INET, text, &four->sin_addr) == 1) {
        four->sin_family = AF_INET;
        four->sin_port = htons(setup->port);
        return true;
    }
    if (inet_pton(AF_INET6, text, &six->sin6_addr) == 1) {
        six->sin6_family = AF_INET6;
        six->sin6_port = htons(setup->port);
        return true;
    }
    return false;
}

/* A text with its end. */
static uint8_t *read_pem(const char *path) {
    enum { PEM_MAX = 1 << 20 };
    uint8_t *bytes = NULL;
    size_t len = 0;
    if (base_file_read(path, PEM_MAX, &bytes, &len) != SELLO_OK) {
        return NULL;
    }
    uint8_t *text = realloc(bytes, len + 1);
    if (text == NULL) {
        free(bytes);
        return NULL;
    }
    text[len] = '\0';
    return text;
}

static enum sello_error prepare(const struct console_setup *setup, struct listening *out,
                                struct console_fault *fault) {
    if (!set_address(setup, &out->address)) {
        return fail(fault, "console-address", setup->listen, 0);
    }
    if (setup->tls_cert == NULL) {
        return SELLO_OK;
    }
    out->certificate = read_pem(setup->tls_cert);
    if (out->certificate == NULL) {
        return fail(fault, "console-file", setup->tls_cert, errno);
    }
    out->key = read_pem(setup->tls_key);
    return out->key != NULL ? SELLO_OK : fail(fault, "console-file", setup->tls_key, errno);
}

/* Over the network a certificate, the link and the session have to do. */
static enum MHD_Result accept_peer(void *context, const struct sockaddr *peer, socklen_t len) {
    const struct server *s = context;
    if (s->setup->listen != NULL) {
        return MHD_YES;
    }
    return peer->sa_family == AF_INET && len >= sizeof(struct sockaddr_in) &&
                   peer_is_ours((const struct sockaddr_in *)(const void *)peer, s->port, geteuid())
               ? MHD_YES
               : MHD_NO;
}

static void be_silent(void *context, const char *format, va_list values) {
    (void)context, (void)format, (void)values;
}

/* A "%00" does not end the path: what stands behind it counts. */
static size_t unescape(void *context, struct MHD_Connection *connection, char *text) {
    (void)context, (void)connection;
    size_t len = MHD_http_unescape(text);
    for (size_t i = 0; i < len; i++) {
        text[i] = text[i] == '\0' ? '\1' : text[i];
    }
    return len;
}

static struct MHD_Daemon *start_daemon(struct server *s, const struct listening *l) {
    static char priorities[] = "NORMAL:-VERS-ALL:+VERS-TLS1.3:+VERS-TLS1.2";
    bool tls = l->certificate != NULL;
    unsigned flags = MHD_USE_EPOLL | MHD_ALLOW_SUSPEND_RESUME | MHD_USE_ERROR_LOG |
                     (tls ? (unsigned)MHD_USE_TLS : 0U) |
                     (l->address.ss_family == AF_INET6 ? (unsigned)MHD_USE_IPv6 : 0U);
    struct MHD_OptionItem certificate[] = {
        {MHD_OPTION_HTTPS_MEM_CERT, 0, l->certificate},
        {MHD_OPTION_HTTPS_MEM_KEY, 0, l->key},
        {MHD_OPTION_HTTPS_PRIORITIES, 0, priorities},
        {MHD_OPTION_END, 0, NULL},
    };
    return MHD_start_daemon(flags, s->setup->port, accept_peer, s, request_handle, s,
                            MHD_OPTION_EXTERNAL_LOGGER, be_silent, NULL, MHD_OPTION_SOCK_ADDR,
                            (const struct sockaddr *)&l->address, MHD_OPTION_CONNECTION_LIMIT,
                            (unsigned)SERVER_CONNECTIONS, MHD_OPTION_PER_IP_CONNECTION_LIMIT,
                            s->setup->listen != NULL ? (unsigned)SERVER_CONNECTIONS_OF_ONE : 0U,
                            MHD_OPTION_CONNECTION_MEMORY_LIMIT, (size_t)MEMORY,
                            MHD_OPTION_CONNECTION_TIMEOUT, (unsigned)SERVER_IDLE_S,
                            MHD_OPTION_NOTIFY_COMPLETED, request_completed, s,
                            MHD_OPTION_STRICT_FOR_CLIENT, 1, MHD_OPTION_UNESCAPE_CALLBACK, unescape,
                            NULL, MHD_OPTION_ARRAY, certificate + (tls ? 0 : 3), MHD_OPTION_END);
}

static void name_self(struct server *s) {
    const union MHD_DaemonInfo *info = MHD_get_daemon_info(s->daemon, MHD_DAEMON_INFO_BIND_PORT);
    unsigned port = info != NULL ? info->port : s->setup->port;
    s->port = port;
    const char *name = s->setup->host != NULL     ? s->setup->host
                       : s->setup->listen != NULL ? s->setup->listen
                                                  : "127.0.0.1";
    bool six = strchr(name, ':') != NULL;
    snprintf(s->host, sizeof s->host, "%s%s%s:%u", six ? "[" : "", name, six ? "]" : "", port);
    snprintf(s->origin, sizeof s->origin, "%s://%s", s->setup->tls_cert != NULL ? "https" : "http",
             s->host);
    snprintf(s->cookie, sizeof s->cookie, "sello-%u", port);
}

/* ---- the loop ---- */

static int take_signals(void) {
    sigset_t set;
    sigemptyset(&set);
    sigaddset(&set, SIGINT);
    sigaddset(&set, SIGTERM);
    sigaddset(&set, SIGHUP);
    return sigprocmask(SIG_BLOCK, &set, NULL) == 0 ? signalfd(-1, &set, SFD_CLOEXEC | SFD_NONBLOCK)
                                                   : -1;
}

static bool signal_came(const struct server *s) {
    struct signalfd_siginfo info;
    return read(s->signals, &info, sizeof info) == (ssize_t)sizeof info;
}

static int64_t sooner(int64_t a, int64_t b) {
    return a < 0 ? b : b < 0 || a < b ? a : b;
}

static int time_left(struct server *s, int64_t next) {
    MHD_UNSIGNED_LONG_LONG wanted = 0;
    next = sooner(next, TICK_MS);
    if (MHD_get_timeout(s->daemon, &wanted) == MHD_YES) {
        next = sooner(next, wanted < TICK_MS ? (int64_t)wanted : TICK_MS);
    }
    return (int)next;
}

/* How long until it may be idle; what runs meanwhile keeps it, and is looked after by itself. */
static int64_t idle_left(const struct server *s, uint64_t now) {
    enum { AGAIN_MS = 1000 };
    uint64_t end = s->asked_ms + s->setup->idle_ms + 1;
    return end > now ? (int64_t)(end - now) : AGAIN_MS;
}

/* One round: waits, reads, answers. Returns how long the next may wait. */
static int64_t turn(struct server *s, int64_t next) {
    struct pollfd polls[POLLS];
    const union MHD_DaemonInfo *info = MHD_get_daemon_info(s->daemon, MHD_DAEMON_INFO_EPOLL_FD);
    polls[0] = (struct pollfd){.fd = s->signals, .events = POLLIN};
    polls[1] = (struct pollfd){.fd = info->epoll_fd, .events = POLLIN};
    size_t n = 2 + jobs_polls(&s->jobs, polls + 2);
    (void)poll(polls, n, time_left(s, next));
    uint64_t now = console_now_ms();
    jobs_look(&s->jobs, now);
    jobs_start(&s->jobs, now);
    (void)request_wake(s, now, false);
    (void)MHD_run(s->daemon);
    now = console_now_ms();
    jobs_tick(&s->jobs, now);
    jobs_start(&s->jobs, now);
    scratch_tick(&s->scratch, now);
    next = sooner(visitors_tick(&s->visitors, now), request_wake(s, now, false));
    return s->setup->idle_ms > 0 ? sooner(next, idle_left(s, now)) : next;
}

/* What runs is waited for, so that its work is whole; and asked to stop where it takes long. */
static void end_children(struct server *s) {
    uint64_t end = console_now_ms() + END_MS;
    bool asked = false;
    while (jobs_running(&s->jobs) > 0) {
        struct pollfd polls[POLLS];
        polls[0] = (struct pollfd){.fd = s->signals, .events = POLLIN};
        size_t n = 1 + jobs_polls(&s->jobs, polls + 1);
        (void)poll(polls, n, 200);
        uint64_t now = console_now_ms();
        if (!asked && (signal_came(s) || now >= end)) {
            jobs_interrupt(&s->jobs);
            asked = true;
        }
        jobs_look(&s->jobs, now);
    }
}

/* The page looks now and then whether it is still there; where no page is open, nobody does. */
static bool is_idle(const struct server *s) {
    const uint64_t idle_ms = s->setup->idle_ms;
    return idle_ms > 0 && jobs_running(&s->jobs) == 0 && console_now_ms() - s->asked_ms > idle_ms;
}

/* Whoever waited hears the end of it. */
static void last_words(struct server *s) {
    enum { ROUNDS = 8, ROUND_MS = 20 };
    const union MHD_DaemonInfo *info = MHD_get_daemon_info(s->daemon, MHD_DAEMON_INFO_EPOLL_FD);
    for (int i = 0; i < ROUNDS; i++) {
        struct pollfd one = {.fd = info->epoll_fd, .events = POLLIN};
        (void)MHD_run(s->daemon);
        (void)poll(&one, 1, ROUND_MS);
    }
}

static void serve(struct server *s) {
    int64_t next = 0;
    s->asked_ms = console_now_ms();
    while (!s->ending) {
        next = turn(s, next);
        s->ending = s->ending || signal_came(s) || is_idle(s);
    }
    int listening = MHD_quiesce_daemon(s->daemon);
    if (listening >= 0) {
        close(listening);
    }
    end_children(s);
    (void)request_wake(s, console_now_ms(), true);
    last_words(s);
}

/* ---- from the start to the end ---- */

static enum sello_error open_all(struct server *s, struct listening *l, struct console_fault *out) {
    bool locked = false;
    if (sello_keys_start(&locked) != SELLO_OK) {
        return fail(out, "console-start", NULL, errno);
    }
    gate_start();
    if (scratch_open(&s->scratch) != SELLO_OK) {
        return fail(out, "console-folder", base_temporary_folder(), errno);
    }
    enum sello_error error = prepare(s->setup, l, out);
    if (error != SELLO_OK) {
        return error;
    }
    (void)site_open(&s->site, NULL);
    s->signals = take_signals();
    s->daemon = s->signals >= 0 ? start_daemon(s, l) : NULL;
    return s->daemon != NULL ? SELLO_OK : fail(out, "console-not-started", s->setup->listen, errno);
}

static void tell_link(struct server *s) {
    char url[512];
    snprintf(url, sizeof url, "%s/#t=%s", s->origin,
             visitors_invite(&s->visitors, console_now_ms()));
    s->setup->started(s->setup->context, url);
    explicit_bzero(url, sizeof url);
}

enum sello_error console_serve(const struct console_setup *setup, struct console_fault *out) {
    struct listening listening = {.certificate = NULL};
    struct server *s = calloc(1, sizeof *s);
    *out = (struct console_fault){.rule = NULL};
    if (s == NULL) {
        return SELLO_E_MEMORY;
    }
    s->setup = setup;
    s->signals = -1;
    s->jobs.scratch = &s->scratch;
    s->jobs.registry = setup->folder;
    s->jobs.visitors = &s->visitors;
    enum sello_error error = open_all(s, &listening, out);
    if (error == SELLO_OK) {
        name_self(s);
        tell_link(s);
        serve(s);
        MHD_stop_daemon(s->daemon);
    }
    jobs_close(&s->jobs);
    visitors_close(&s->visitors);
    site_close(&s->site);
    scratch_close(&s->scratch);
    free(listening.certificate);
    if (listening.key != NULL) {
        explicit_bzero(listening.key, strlen((char *)listening.key));
    }
    free(listening.key);
    if (s->signals >= 0) {
        close(s->signals);
    }
    free(s);
    return error;
}
