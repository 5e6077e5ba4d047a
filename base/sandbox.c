/* SPDX-License-Identifier: Apache-2.0 */
#include "base/sandbox.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <sched.h>
#include <signal.h>
#include <stdbool.h>
#include <stdint.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

/* ---- limits ---- */

static void limit(__rlimit_resource_t what, size_t most) {
    const struct rlimit both = {most, most};
    setrlimit(what, &both);
}

#define FILES_MAX 64 /* open at once, of those that may be read */

static void set_limits(size_t memory_max, bool reads) {
#ifndef SELLO_SANITIZE
    limit(RLIMIT_AS, memory_max);
#else
    (void)memory_max;
#endif
    limit(RLIMIT_CORE, 0);
    limit(RLIMIT_FSIZE, 0);
    limit(RLIMIT_MEMLOCK, 0);
    limit(RLIMIT_MSGQUEUE, 0);
    limit(RLIMIT_NOFILE, reads ? FILES_MAX : 0); /* 0: none but those that are open */
    prctl(PR_SET_DUMPABLE, 0);
}

/* ---- Landlock (linux/landlock.h, of which older systems have older ones) ---- */

#define LANDLOCK_CREATE_RULESET 444
#define LANDLOCK_ADD_RULE 445
#define LANDLOCK_RESTRICT_SELF 446
#define LANDLOCK_ASK_VERSION 1
#define LANDLOCK_BENEATH 1
#define LANDLOCK_READ 0xcu /* of files and of folders */

struct ruleset {
    uint64_t files, network, scopes;
};

/* What each version of it can forbid: all of it. */
static const struct version {
    size_t size; /* bytes of the ruleset that it knows */
    struct ruleset forbidden;
} versions[] = {
    {8, {0x1fff, 0, 0}},  {8, {0x3fff, 0, 0}},  {8, {0x7fff, 0, 0}},
    {16, {0x7fff, 3, 0}}, {16, {0xffff, 3, 0}}, {24, {0xffff, 3, 3}},
};

/* Of the folder and all below it. */
static void allow_reading(int rules, const char *folder) {
    const struct __attribute__((packed)) {
        uint64_t allowed;
        int32_t folder;
    } rule = {LANDLOCK_READ, open(folder, O_PATH | O_CLOEXEC)};
    if (rule.folder >= 0) {
        (void)syscall(LANDLOCK_ADD_RULE, rules, LANDLOCK_BENEATH, &rule, 0);
        close(rule.folder);
    }
}

static bool forbid_files(const char *const *folders) {
    long known = syscall(LANDLOCK_CREATE_RULESET, NULL, 0, LANDLOCK_ASK_VERSION);
    if (known < 1) {
        return false;
    }
    const size_t n = sizeof versions / sizeof *versions;
    const struct version *v = &versions[(size_t)known < n ? (size_t)known - 1 : n - 1];
    int rules = (int)syscall(LANDLOCK_CREATE_RULESET, &v->forbidden, v->size, 0);
    for (size_t i = 0; rules >= 0 && folders[i] != NULL; i++) {
        allow_reading(rules, folders[i]);
    }
    bool held = rules >= 0 && syscall(LANDLOCK_RESTRICT_SELF, rules, 0) == 0;
    if (rules >= 0) {
        close(rules);
    }
    return held;
}

/* ---- seccomp ---- */

#if defined __x86_64__ && !defined __ILP32__
#define ARCHITECTURE AUDIT_ARCH_X86_64
#elif defined __aarch64__
#define ARCHITECTURE AUDIT_ARCH_AARCH64
#elif defined __riscv && __riscv_xlen == 64
#define ARCHITECTURE AUDIT_ARCH_RISCV64
#elif defined __powerpc64__ && __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
#define ARCHITECTURE AUDIT_ARCH_PPC64LE
#endif

#ifdef ARCHITECTURE

#define FIELD(name) ((uint32_t)offsetof(struct seccomp_data, name))
/* The lower half of an argument, on a machine that has it first. */
#define ARGUMENT(n) (FIELD(args) + 8 * (n))
#define LOAD(from) BPF_STMT(BPF_LD | BPF_W | BPF_ABS, (from))
#define ANSWER(what) BPF_STMT(BPF_RET | BPF_K, (what))
/* Passes over `n` lines where the value is another, where it is the same, where it lacks the bits.
 */
#define UNLESS_EQUAL(value, n) BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, (value), 0, (n))
#define UNLESS_BITS(bits, n) BPF_JUMP(BPF_JMP | BPF_JSET | BPF_K, (bits), 0, (n))

#define REFUSE (SECCOMP_RET_ERRNO | EPERM)
#define ALLOW_CALL(name) UNLESS_EQUAL(SYS_##name, 1), ANSWER(SECCOMP_RET_ALLOW)

/* Of a call whose argument n has none of the bits; another one is refused. */
#define ALLOW_WITHOUT(name, n, bits)                                                               \
    UNLESS_EQUAL(SYS_##name, 4), LOAD(ARGUMENT(n)), UNLESS_BITS(bits, 1), ANSWER(REFUSE),          \
        ANSWER(SECCOMP_RET_ALLOW)

/* Of a call whose argument n is this value. */
#define ALLOW_WITH(name, n, value)                                                                 \
    UNLESS_EQUAL(SYS_##name, 4), LOAD(ARGUMENT(n)), UNLESS_EQUAL(value, 1),                        \
        ANSWER(SECCOMP_RET_ALLOW), ANSWER(REFUSE)

#ifndef SYS_access /* newer machines never had it */
#define SYS_access SYS_faccessat
#endif
#define NOT_READING (O_WRONLY | O_RDWR | O_CREAT | O_TRUNC | O_APPEND)

/* Files to read, where Landlock says which. */
#define ALLOW_READING                                                                              \
    ALLOW_WITHOUT(openat, 2, NOT_READING), ALLOW_CALL(fstat), ALLOW_CALL(newfstatat),              \
        ALLOW_CALL(lseek), ALLOW_CALL(pread64), ALLOW_CALL(getdents64), ALLOW_CALL(readlinkat),    \
        ALLOW_CALL(access), ALLOW_CALL(faccessat), ALLOW_CALL(fcntl)
#define READING_LINES (5 + 9 * 2) /* of ALLOW_WITHOUT and ALLOW_CALL */
#define ALLOW_READING_IF(reads)                                                                    \
    BPF_STMT(BPF_JMP | BPF_JA, (reads) ? 0 : READING_LINES), ALLOW_READING

static bool forbid_calls(bool reads) {
    const uint32_t own = (uint32_t)getpid();
    struct sock_filter line[] = {
        LOAD(FIELD(arch)),
        UNLESS_EQUAL(ARCHITECTURE, 1),
        BPF_JUMP(BPF_JMP | BPF_JA, 1, 0, 0),
        ANSWER(SECCOMP_RET_KILL_PROCESS),
        LOAD(FIELD(nr)), /* those of x32 have numbers of their own, and are refused */

        ALLOW_CALL(read),
        ALLOW_CALL(write),
        ALLOW_CALL(writev), /* last words of the C library */
        ALLOW_CALL(close),

        /* memory, but none that could be run */
        ALLOW_WITHOUT(mmap, 2, PROT_EXEC),
        ALLOW_WITHOUT(mprotect, 2, PROT_EXEC),
        ALLOW_CALL(munmap),
        ALLOW_CALL(mremap),
        ALLOW_CALL(madvise),
        ALLOW_CALL(brk),

        /* threads of video codecs; glibc asks by clone3 first, whose flags cannot be looked at */
        UNLESS_EQUAL(SYS_clone3, 1),
        ANSWER(SECCOMP_RET_ERRNO | ENOSYS),
        UNLESS_EQUAL(SYS_clone, 4),
        LOAD(ARGUMENT(0)),
        UNLESS_BITS(CLONE_THREAD, 1),
        ANSWER(SECCOMP_RET_ALLOW),
        ANSWER(REFUSE),
        ALLOW_CALL(futex),
        ALLOW_CALL(set_robust_list),
        ALLOW_CALL(rseq),
        ALLOW_CALL(sched_yield),
        ALLOW_CALL(sched_getaffinity),
        ALLOW_CALL(sigaltstack),
        ALLOW_CALL(exit),

        /* signals to itself: how a failed assertion ends it */
        ALLOW_CALL(rt_sigaction),
        ALLOW_CALL(rt_sigprocmask),
        ALLOW_CALL(rt_sigreturn),
        ALLOW_CALL(getpid),
        ALLOW_CALL(gettid),
        ALLOW_WITH(tgkill, 0, own),
        ALLOW_CALL(exit_group),

        /* time, and numbers by chance */
        ALLOW_CALL(clock_gettime),
        ALLOW_CALL(clock_getres),
        ALLOW_CALL(clock_nanosleep),
        ALLOW_CALL(gettimeofday),
        ALLOW_CALL(getrandom),
        ALLOW_CALL(sysinfo),

        ALLOW_READING_IF(reads),
        ANSWER(REFUSE),
    };
    const struct sock_fprog program = {sizeof line / sizeof *line, line};
    return syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, 0, &program) == 0;
}

#else

static bool forbid_calls(bool reads) {
    (void)reads;
    return false;
}

#endif

unsigned base_sandbox_enter(size_t memory_max, const char *const *folders) {
    prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0); /* without it neither may be asked for */
    unsigned held = forbid_files(folders) ? BASE_SANDBOX_FILES : 0;
    bool reads = held != 0 && *folders != NULL;
    set_limits(memory_max, reads);
    return held | (forbid_calls(reads) ? BASE_SANDBOX_CALLS : 0);
}
