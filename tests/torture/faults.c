/* SPDX-License-Identifier: Apache-2.0 */

/* faults --under FOLDER --log FILE [--at N --fault NAME [--for-ever]] [--record] -- COMMAND...
 *
 * Runs a command, and lets its N-th call of the system go wrong: of those that are about files in
 * FOLDER, or write to standard output. Every one is a line of the log:
 *
 *   N NAME c|r TARGET        c: it changes something; r: it only looks
 *
 * and the last line is "exit CODE" or "signal NUMBER". With --record lines that begin with "=" tell
 * what was changed, for a power cut to be played back:
 *
 *   =create|=folder|=remove|=sync TARGET    =move|=link FROM<tab>TO         =syncall
 *   =cut TARGET<tab>SIZE                    =write TARGET<tab>OFFSET<tab>HEX
 *   =answer HEX                             what was told
 *
 * By ptrace, so that it sees the calls of the C library too; the kernel stops the command at the
 * calls asked for alone (seccomp). 77: that is not possible here. */

#if !defined(__x86_64__) || !defined(__linux__)
int main(void) {
    return 77;
}
#else

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <limits.h>
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <signal.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/ptrace.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <sys/user.h>
#include <sys/wait.h>
#include <unistd.h>

#define NOT_HERE 77

enum shape {
    BY_FD,    /* the first argument is a descriptor */
    BY_PATH,  /* a path */
    BY_AT,    /* a folder's descriptor and a path */
    TWO_PATH, /* two paths: from, to */
    TWO_AT,   /* two of each */
};

struct call {
    long number;
    const char *name;
    enum shape shape;
    bool changes;
};

static const struct call calls[] = {
    {SYS_write, "write", BY_FD, true},          {SYS_pwrite64, "pwrite", BY_FD, true},
    {SYS_writev, "writev", BY_FD, true},        {SYS_fsync, "fsync", BY_FD, true},
    {SYS_fdatasync, "fdatasync", BY_FD, true},  {SYS_syncfs, "syncfs", BY_FD, true},
    {SYS_ftruncate, "ftruncate", BY_FD, true},  {SYS_fallocate, "fallocate", BY_FD, true},
    {SYS_fchmod, "fchmod", BY_FD, true},        {SYS_read, "read", BY_FD, false},
    {SYS_pread64, "pread", BY_FD, false},       {SYS_fcntl, "fcntl", BY_FD, false},
    {SYS_flock, "flock", BY_FD, false},         {SYS_getdents64, "getdents", BY_FD, false},
    {SYS_open, "open", BY_PATH, false},         {SYS_openat, "openat", BY_AT, false},
    {SYS_newfstatat, "fstatat", BY_AT, false},  {SYS_statx, "statx", BY_AT, false},
    {SYS_stat, "stat", BY_PATH, false},         {SYS_lstat, "lstat", BY_PATH, false},
    {SYS_access, "access", BY_PATH, false},     {SYS_faccessat2, "faccessat", BY_AT, false},
    {SYS_readlink, "readlink", BY_PATH, false}, {SYS_mkdir, "mkdir", BY_PATH, true},
    {SYS_mkdirat, "mkdirat", BY_AT, true},      {SYS_rmdir, "rmdir", BY_PATH, true},
    {SYS_unlink, "unlink", BY_PATH, true},      {SYS_unlinkat, "unlinkat", BY_AT, true},
    {SYS_rename, "rename", TWO_PATH, true},     {SYS_renameat, "renameat", TWO_AT, true},
    {SYS_renameat2, "renameat2", TWO_AT, true}, {SYS_link, "link", TWO_PATH, true},
    {SYS_linkat, "linkat", TWO_AT, true},       {SYS_mmap, "mmap", BY_FD, false},
};
enum { N_CALLS = sizeof calls / sizeof calls[0] };

static struct {
    const char *under;
    size_t under_len;
    FILE *log;
    unsigned long at; /* 0: none */
    const char *fault;
    bool for_ever;
    bool record;
    unsigned long n;
} plan;

static void die(const char *what) {
    fprintf(stderr, "faults: %s: %s\n", what, strerror(errno));
    exit(NOT_HERE);
}

/* ---- what the command holds ---- */

static bool text_of(pid_t pid, unsigned long long where, char out[PATH_MAX]) {
    size_t n = 0;
    while (n + sizeof(long) < PATH_MAX) {
        errno = 0;
        long word = ptrace(PTRACE_PEEKDATA, pid, (void *)(uintptr_t)(where + n), NULL);
        if (errno != 0) {
            return false;
        }
        memcpy(out + n, &word, sizeof word);
        if (memchr(out + n, '\0', sizeof word) != NULL) {
            return true;
        }
        n += sizeof word;
    }
    return false;
}

/* Where a link of the process's own leads: "cwd", "fd/3". */
static bool link_of(char out[PATH_MAX], pid_t pid, const char *name) {
    char link[64];
    snprintf(link, sizeof link, "/proc/%d/%s", (int)pid, name);
    ssize_t n = readlink(link, out, PATH_MAX - 1);
    if (n < 0) {
        return false;
    }
    out[n] = '\0';
    return true;
}

static bool descriptor_of(char out[PATH_MAX], pid_t pid, int fd) {
    char name[32];
    snprintf(name, sizeof name, "fd/%d", fd);
    return link_of(out, pid, name);
}

static bool path_of(pid_t pid, unsigned long long folder, unsigned long long where,
                    char out[PATH_MAX]) {
    char path[PATH_MAX], base[PATH_MAX];
    if (!text_of(pid, where, path)) {
        return false;
    }
    if (path[0] == '/') {
        snprintf(out, PATH_MAX, "%s", path);
        return true;
    }
    bool found =
        (int)folder == AT_FDCWD ? link_of(base, pid, "cwd") : descriptor_of(base, pid, (int)folder);
    if (!found) {
        return false;
    }
    const char *slash = path[0] != '\0' ? "/" : "";
    int len = snprintf(out, PATH_MAX, "%s%s%s", base, slash, path);
    return len > 0 && len < PATH_MAX;
}

/* The part of a path in the folder; NULL: it is elsewhere. */
static const char *inside(const char *path) {
    if (strncmp(path, plan.under, plan.under_len) != 0) {
        return NULL;
    }
    const char *rest = path + plan.under_len;
    return *rest == '\0' ? "." : *rest == '/' ? rest + 1 : NULL;
}

static uint64_t position(pid_t pid, int fd) {
    char name[64], line[128];
    unsigned long long at = 0;
    snprintf(name, sizeof name, "/proc/%d/fdinfo/%d", (int)pid, fd);
    FILE *file = fopen(name, "re");
    if (file != NULL) {
        while (fgets(line, sizeof line, file) != NULL && sscanf(line, "pos: %llu", &at) != 1) {
        }
        fclose(file);
    }
    return at;
}

/* ---- a call ---- */

struct stop {
    pid_t pid;
    const struct call *call;
    struct user_regs_struct regs;
    char path[2][PATH_MAX]; /* whole */
    const char *target[2];  /* in the folder, or NULL */
};

static const struct call *call_of(unsigned long long number) {
    for (size_t i = 0; i < N_CALLS; i++) {
        if ((unsigned long long)calls[i].number == number) {
            return &calls[i];
        }
    }
    return NULL;
}

/* Is it about the folder, or an answer? */
static bool look(struct stop *stop) {
    const struct user_regs_struct *r = &stop->regs;
    bool found = false;
    switch (stop->call->shape) {
    case BY_FD: {
        int fd = (int)(stop->call->number == SYS_mmap ? r->r8 : r->rdi);
        if (fd == STDOUT_FILENO && stop->call->number != SYS_fcntl) {
            stop->target[0] = "(answer)";
            return true;
        }
        found = fd > STDERR_FILENO && descriptor_of(stop->path[0], stop->pid, fd);
        break;
    }
    case BY_PATH:
        found = path_of(stop->pid, (unsigned long long)AT_FDCWD, r->rdi, stop->path[0]);
        break;
    case BY_AT: found = path_of(stop->pid, r->rdi, r->rsi, stop->path[0]); break;
    case TWO_PATH:
        found = path_of(stop->pid, (unsigned long long)AT_FDCWD, r->rdi, stop->path[0]) &&
                path_of(stop->pid, (unsigned long long)AT_FDCWD, r->rsi, stop->path[1]);
        break;
    case TWO_AT:
        found = path_of(stop->pid, r->rdi, r->rsi, stop->path[0]) &&
                path_of(stop->pid, r->rdx, r->r10, stop->path[1]);
        break;
    }
    if (!found) {
        return false;
    }
    stop->target[0] = inside(stop->path[0]);
    if (stop->call->shape == TWO_PATH || stop->call->shape == TWO_AT) {
        stop->target[1] = inside(stop->path[1]);
        return stop->target[0] != NULL && stop->target[1] != NULL;
    }
    return stop->target[0] != NULL;
}

static bool creates(const struct stop *stop) {
    if (stop->call->number != SYS_openat && stop->call->number != SYS_open) {
        return false;
    }
    unsigned long long flags = stop->call->number == SYS_open ? stop->regs.rsi : stop->regs.rdx;
    struct stat now;
    if ((flags & O_TRUNC) != 0) {
        return true;
    }
    return (flags & O_CREAT) != 0 && lstat(stop->path[0], &now) != 0;
}

static void record_bytes(const struct stop *stop) {
    size_t n = (size_t)stop->regs.rdx;
    bool is_answer = strcmp(stop->target[0], "(answer)") == 0;
    uint8_t *bytes = malloc(n + 1);
    struct iovec here = {bytes, n}, there = {(void *)(uintptr_t)stop->regs.rsi, n};
    if (bytes == NULL || process_vm_readv(stop->pid, &here, 1, &there, 1, 0) != (ssize_t)n) {
        die("the bytes of a write");
    }
    if (is_answer) {
        fputs("=answer ", plan.log);
    } else {
        uint64_t at = stop->call->number == SYS_pwrite64 ? (uint64_t)stop->regs.r10
                                                         : position(stop->pid, (int)stop->regs.rdi);
        fprintf(plan.log, "=write %s\t%" PRIu64 "\t", stop->target[0], at);
    }
    for (size_t i = 0; i < n; i++) {
        fprintf(plan.log, "%02x", bytes[i]);
    }
    fputc('\n', plan.log);
    free(bytes);
}

/* What changes a file in a way that the record has no line for: none of what is watched does. */
static bool is_unrecorded(const struct stop *stop) {
    const struct user_regs_struct *r = &stop->regs;
    bool writes = (r->rdx & PROT_WRITE) != 0 && (r->r10 & MAP_SHARED) != 0;
    return stop->call->number == SYS_writev || stop->call->number == SYS_fallocate ||
           (stop->call->number == SYS_mmap && writes);
}

/* A name that is taken: a move or a second name that the system refuses. */
static bool is_refused(const struct stop *stop) {
    struct stat now;
    bool careful = stop->call->number == SYS_renameat2 && (stop->regs.r8 & RENAME_NOREPLACE) != 0;
    bool link = stop->call->number == SYS_link || stop->call->number == SYS_linkat;
    return (careful || link) && lstat(stop->path[1], &now) == 0;
}

static void record(const struct stop *stop, bool created) {
    const char *target = stop->target[0];
    const struct user_regs_struct *r = &stop->regs;
    if (is_unrecorded(stop)) {
        die("a call that cannot be recorded");
    }
    if (is_refused(stop)) {
        return;
    }
    switch (stop->call->number) {
    case SYS_write:
    case SYS_pwrite64: record_bytes(stop); break;
    case SYS_syncfs: fputs("=syncall\n", plan.log); break;
    case SYS_ftruncate: fprintf(plan.log, "=cut %s\t%llu\n", target, r->rsi); break;
    case SYS_fsync:
    case SYS_fdatasync: fprintf(plan.log, "=sync %s\n", target); break;
    case SYS_open:
    case SYS_openat:
        if (created) {
            bool cut = ((stop->call->number == SYS_open ? r->rsi : r->rdx) & O_TRUNC) != 0;
            fprintf(plan.log, "=create %s\n", target);
            if (cut) {
                fprintf(plan.log, "=cut %s\t0\n", target);
            }
        }
        break;
    case SYS_mkdir:
    case SYS_mkdirat: fprintf(plan.log, "=folder %s\n", target); break;
    case SYS_rmdir:
    case SYS_unlink:
    case SYS_unlinkat: fprintf(plan.log, "=remove %s\n", target); break;
    case SYS_rename:
    case SYS_renameat:
    case SYS_renameat2: fprintf(plan.log, "=move %s\t%s\n", target, stop->target[1]); break;
    case SYS_link:
    case SYS_linkat: fprintf(plan.log, "=link %s\t%s\n", target, stop->target[1]); break;
    default: break;
    }
}

/* Instead of the call, its failure. */
static void fail(struct stop *stop, int error) {
    stop->regs.orig_rax = (unsigned long long)-1;
    stop->regs.rax = (unsigned long long)-error;
    ptrace(PTRACE_SETREGS, stop->pid, NULL, &stop->regs);
}

static void shorten(struct stop *stop) {
    if (stop->regs.rdx > 1) {
        stop->regs.rdx /= 2;
        ptrace(PTRACE_SETREGS, stop->pid, NULL, &stop->regs);
    }
}

static void apply(struct stop *stop, pid_t child, bool changes) {
    static const struct {
        const char *name;
        int error;
    } errors[] = {{"EIO", EIO},       {"ENOSPC", ENOSPC}, {"EINTR", EINTR},
                  {"ENOMEM", ENOMEM}, {"EACCES", EACCES}, {"EMFILE", EMFILE}};
    if (strcmp(plan.fault, "kill") == 0) {
        kill(child, SIGKILL);
        return;
    }
    if (strcmp(plan.fault, "short") == 0) {
        shorten(stop);
        return;
    }
    /* A disk that stays full still gives, and takes away. */
    bool takes_away = stop->call->number == SYS_unlink || stop->call->number == SYS_unlinkat ||
                      stop->call->number == SYS_rmdir;
    if (strcmp(plan.fault, "ENOSPC") == 0 &&
        (!changes || takes_away || strcmp(stop->target[0], "(answer)") == 0) && plan.n != plan.at) {
        return;
    }
    for (size_t i = 0; i < sizeof errors / sizeof errors[0]; i++) {
        if (strcmp(plan.fault, errors[i].name) == 0) {
            fail(stop, errors[i].error);
            return;
        }
    }
    errno = EINVAL;
    die(plan.fault);
}

static void stopped_at_call(pid_t pid, pid_t child) {
    struct stop stop = {.pid = pid};
    if (ptrace(PTRACE_GETREGS, pid, NULL, &stop.regs) != 0) {
        return; /* it was killed meanwhile */
    }
    if (stop.regs.orig_rax == SYS_prctl) {
        /* Who holds keys closes itself to others; then we could not look where it writes. */
        if (stop.regs.rdi == PR_SET_DUMPABLE) {
            fail(&stop, 0);
        }
        return;
    }
    stop.call = call_of(stop.regs.orig_rax);
    if (stop.call == NULL || !look(&stop)) {
        return;
    }
    bool created = creates(&stop);
    bool changes = stop.call->changes || created;
    plan.n++;
    fprintf(plan.log, "%lu %s %c %s\n", plan.n, stop.call->name, changes ? 'c' : 'r',
            stop.target[0]);
    if (plan.record) {
        record(&stop, created);
    }
    if (plan.at != 0 && (plan.n == plan.at || (plan.for_ever && plan.n > plan.at))) {
        apply(&stop, child, changes);
    }
}

/* ---- the command ---- */

static void begin(char **argv) {
    struct sock_filter filter[2 * (N_CALLS + 1) + 4];
    size_t n = 0;
    filter[n++] =
        (struct sock_filter)BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, nr));
    for (size_t i = 0; i <= N_CALLS; i++) {
        uint32_t number = (uint32_t)(i < N_CALLS ? calls[i].number : SYS_prctl);
        filter[n++] = (struct sock_filter)BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, number, 0, 1);
        filter[n++] = (struct sock_filter)BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_TRACE);
    }
    filter[n++] = (struct sock_filter)BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW);
    struct sock_fprog program = {.len = (unsigned short)n, .filter = filter};
    if (ptrace(PTRACE_TRACEME, 0, NULL, NULL) != 0 || raise(SIGSTOP) != 0 ||
        prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0 ||
        prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program, 0, 0) != 0) {
        die("a command cannot be watched here");
    }
    execvp(argv[0], argv);
    die(argv[0]);
}

static int watch(pid_t child) {
    const long options = PTRACE_O_TRACESECCOMP | PTRACE_O_TRACECLONE | PTRACE_O_TRACEFORK |
                         PTRACE_O_TRACEVFORK | PTRACE_O_TRACEEXEC | PTRACE_O_EXITKILL;
    int status, end = NOT_HERE;
    if (waitpid(child, &status, 0) != child || !WIFSTOPPED(status) ||
        ptrace(PTRACE_SETOPTIONS, child, NULL, (void *)options) != 0) {
        die("a command cannot be watched here");
    }
    ptrace(PTRACE_CONT, child, NULL, NULL);
    for (pid_t pid; (pid = waitpid(-1, &status, __WALL)) > 0;) {
        if (WIFEXITED(status) || WIFSIGNALED(status)) {
            if (pid == child) {
                bool exited = WIFEXITED(status);
                end = exited ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
                fprintf(plan.log, "%s %d\n", exited ? "exit" : "signal",
                        exited ? WEXITSTATUS(status) : WTERMSIG(status));
            }
            continue;
        }
        int signal_for = 0;
        if (status >> 8 == (SIGTRAP | PTRACE_EVENT_SECCOMP << 8)) {
            stopped_at_call(pid, child);
        } else if (status >> 16 == 0 && WSTOPSIG(status) != SIGSTOP) {
            signal_for = WSTOPSIG(status);
        }
        ptrace(PTRACE_CONT, pid, NULL, (void *)(uintptr_t)signal_for);
    }
    return end;
}

int main(int argc, char **argv) {
    int i = 1;
    for (; i < argc && strcmp(argv[i], "--") != 0; i++) {
        if (strcmp(argv[i], "--for-ever") == 0) {
            plan.for_ever = true;
        } else if (strcmp(argv[i], "--record") == 0) {
            plan.record = true;
        } else if (i + 1 < argc && strcmp(argv[i], "--under") == 0) {
            plan.under = argv[++i];
        } else if (i + 1 < argc && strcmp(argv[i], "--log") == 0) {
            plan.log = fopen(argv[++i], "we");
        } else if (i + 1 < argc && strcmp(argv[i], "--at") == 0) {
            plan.at = strtoul(argv[++i], NULL, 10);
        } else if (i + 1 < argc && strcmp(argv[i], "--fault") == 0) {
            plan.fault = argv[++i];
        }
    }
    if (i + 1 >= argc || plan.under == NULL || plan.log == NULL ||
        (plan.at != 0 && plan.fault == NULL)) {
        fputs("faults --under FOLDER --log FILE [--at N --fault NAME [--for-ever]] [--record] "
              "-- COMMAND...\n",
              stderr);
        return 2;
    }
    plan.under_len = strlen(plan.under);
    pid_t child = fork();
    if (child == 0) {
        begin(argv + i + 1);
    }
    if (child < 0) {
        die("fork");
    }
    int end = watch(child);
    return fclose(plan.log) == 0 ? end : NOT_HERE;
}
#endif
