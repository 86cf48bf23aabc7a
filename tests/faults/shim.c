/* Preloaded before the C library: makes one call on a file below one folder fail, or kills the process in it.

   It counts write, fsync and rename (with their kin) below SQLite and Python alike. Armed by `faults_arm`; until then,
   and for files elsewhere, calls pass through. */

#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <limits.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/types.h>
#include <sys/uio.h>
#include <unistd.h>

enum { WRITE, SYNC, RENAME, KINDS };
enum { ONCE, FROM_THEN_ON, KILL };

static char folder[PATH_MAX];
static int armed_kind = -1, armed_mode, armed_error;
static long armed_at, seen[KINDS];

void faults_arm(const char *below, int kind, long at, int mode, int error) {
    strncpy(folder, below, sizeof folder - 1);
    armed_kind = kind, armed_at = at, armed_mode = mode, armed_error = error;
}

long faults_seen(int kind) { return seen[kind]; }

static int below_folder(const char *path) {
    size_t length = strlen(folder);
    return length && !strncmp(path, folder, length) && (path[length] == '/' || path[length] == 0);
}

static int is_ours(int handle) {
    char link[64], path[PATH_MAX];
    if (!folder[0]) return 0;
    snprintf(link, sizeof link, "/proc/self/fd/%d", handle);
    ssize_t length = readlink(link, path, sizeof path - 1);
    if (length <= 0) return 0;
    path[length] = 0;
    return below_folder(path);
}

/* Count a call; return 1 where it is the first to fail, 2 for a later one, 0 where it is to go on. */
static int falls(int kind) {
    long now = __atomic_add_fetch(&seen[kind], 1, __ATOMIC_SEQ_CST);
    if (kind != armed_kind || now < armed_at || (now > armed_at && armed_mode != FROM_THEN_ON)) return 0;
    return now == armed_at ? 1 : 2;
}

static void die(void) { kill(getpid(), SIGKILL); for (;;) pause(); }

#define REAL(name) static __typeof__(name) *real; if (!real) real = (__typeof__(name) *)dlsym(RTLD_NEXT, #name)

/* A write that is hit does half of its work first, as on a disk that fills up, or when the power goes. */
#define A_WRITE(half, whole)                                              \
    int hit = is_ours(handle) ? falls(WRITE) : 0;                         \
    if (!hit) return whole;                                               \
    if (armed_mode == KILL) { if (size > 1) (void)!(half); die(); }       \
    if (armed_mode == FROM_THEN_ON && hit == 1 && size > 1) return half;  \
    errno = armed_error;                                                  \
    return -1;

ssize_t write(int handle, const void *data, size_t size) {
    REAL(write);
    A_WRITE(real(handle, data, size / 2), real(handle, data, size))
}

ssize_t pwrite(int handle, const void *data, size_t size, off_t at) {
    REAL(pwrite);
    A_WRITE(real(handle, data, size / 2, at), real(handle, data, size, at))
}

ssize_t pwrite64(int handle, const void *data, size_t size, off64_t at) {
    REAL(pwrite64);
    A_WRITE(real(handle, data, size / 2, at), real(handle, data, size, at))
}

ssize_t writev(int handle, const struct iovec *parts, int size) {
    REAL(writev);
    A_WRITE(real(handle, parts, size / 2), real(handle, parts, size))
}

#define A_CALL(ours, kind, whole)                 \
    if (!(ours) || !falls(kind)) return whole;    \
    if (armed_mode == KILL) die();                \
    errno = armed_error;                          \
    return -1;

int fsync(int handle) { REAL(fsync); A_CALL(is_ours(handle), SYNC, real(handle)) }

int fdatasync(int handle) { REAL(fdatasync); A_CALL(is_ours(handle), SYNC, real(handle)) }

int rename(const char *from, const char *to) { REAL(rename); A_CALL(below_folder(to), RENAME, real(from, to)) }

int renameat(int at, const char *from, int into, const char *to) {
    REAL(renameat);
    A_CALL(below_folder(to), RENAME, real(at, from, into, to))
}
