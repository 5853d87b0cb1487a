#define _GNU_SOURCE
#include "CTerminal.h"

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <termios.h>
#include <unistd.h>

// MARK: Signals as bytes on a pipe

static const int watched[] = {SIGWINCH, SIGTSTP, SIGCONT, SIGINT, SIGTERM, SIGHUP, SIGQUIT};
enum { watched_count = sizeof watched / sizeof *watched };
static struct sigaction before_watch[watched_count];
static sigset_t mask_before_watch;
static int notice_pipe[2] = {-1, -1};

static void notice(int number) {
    int saved = errno;
    char byte = number == SIGWINCH  ? TERMINAL_RESIZED
                : number == SIGTSTP ? TERMINAL_STOP
                : number == SIGCONT ? TERMINAL_CONTINUED
                : number == SIGINT  ? TERMINAL_INTERRUPTED
                                    : TERMINAL_TERMINATE;
    // If the pipe is full, it already holds plenty of notices: dropping this one loses nothing.
    ssize_t ignored = write(notice_pipe[1], &byte, 1);
    (void)ignored;
    errno = saved;
}

int terminal_signals_watch(void) {
    if (notice_pipe[0] >= 0) return notice_pipe[0];
    if (pipe2(notice_pipe, O_CLOEXEC | O_NONBLOCK) != 0) return -1;
    struct sigaction action = {.sa_handler = notice, .sa_flags = SA_RESTART};
    sigemptyset(&action.sa_mask);
    for (int i = 0; i < watched_count; i++) {
        sigaction(watched[i], NULL, &before_watch[i]);
        // What is ignored at the start stays ignored: SIGHUP under nohup, SIGQUIT in a script's background job.
        int may_stay = watched[i] == SIGHUP || watched[i] == SIGQUIT;
        if (before_watch[i].sa_handler != SIG_IGN || !may_stay) sigaction(watched[i], &action, NULL);
    }
    // An asynchronous main may run on a libdispatch worker thread, and those block nearly every signal. Unblock ours on this
    // thread.
    sigset_t heard;
    sigemptyset(&heard);
    for (int i = 0; i < watched_count; i++) sigaddset(&heard, watched[i]);
    pthread_sigmask(SIG_UNBLOCK, &heard, &mask_before_watch);
    return notice_pipe[0];
}

void terminal_signals_unwatch(void) {
    if (notice_pipe[0] < 0) return;
    pthread_sigmask(SIG_SETMASK, &mask_before_watch, NULL);
    for (int i = 0; i < watched_count; i++) sigaction(watched[i], &before_watch[i], NULL);
    close(notice_pipe[0]);
    close(notice_pipe[1]);
    notice_pipe[0] = notice_pipe[1] = -1;
}

void terminal_signals_lend(int lent) {
    struct sigaction action = {.sa_handler = lent ? SIG_DFL : notice, .sa_flags = SA_RESTART};
    sigemptyset(&action.sa_mask);
    sigaction(SIGTSTP, &action, NULL);
}

void terminal_stop(void) {
    terminal_signals_lend(1);
    // raise, not kill: the signal takes effect on this thread before raise returns, or not at all (in an orphaned process
    // group).
    raise(SIGTSTP);
    terminal_signals_lend(0);
}

// MARK: Standard error in a file

static int true_stderr = -1; // descriptor of the terminal while standard error is redirected; otherwise -1
static int kept_stderr = -1; // descriptor of the unnamed file that collects standard error; -1 before the first redirection

int terminal_stderr_divert(void) {
    if (true_stderr >= 0 || !isatty(STDERR_FILENO)) return 0;
    if (kept_stderr < 0) kept_stderr = memfd_create("standard error", MFD_CLOEXEC);
    if (kept_stderr < 0) return -1;
    int copy = fcntl(STDERR_FILENO, F_DUPFD_CLOEXEC, 3);
    if (copy < 0) return -1;
    if (dup2(kept_stderr, STDERR_FILENO) < 0) {
        close(copy);
        return -1;
    }
    true_stderr = copy;
    return 0;
}

void terminal_stderr_restore(void) {
    if (true_stderr < 0) return;
    dup2(true_stderr, STDERR_FILENO);
    close(true_stderr);
    true_stderr = -1;
}

// The handler of fatal signals calls this too, so it may call only async-signal-safe functions.
void terminal_stderr_replay(void) {
    if (kept_stderr < 0) return;
    off_t end = lseek(kept_stderr, 0, SEEK_END);
    lseek(kept_stderr, end > 65536 ? end - 65536 : 0, SEEK_SET);
    char buffer[4096];
    ssize_t count;
    while ((count = read(kept_stderr, buffer, sizeof buffer)) > 0) {
        ssize_t ignored = write(STDERR_FILENO, buffer, (size_t)count);
        (void)ignored;
    }
    close(kept_stderr);
    kept_stderr = -1;
}

// MARK: Fatal signals

static const char *lost_page_message;
static int lost_page_status;

static void end_on_lost_page(int number) {
    (void)number;
    ssize_t ignored = write(STDERR_FILENO, lost_page_message, strlen(lost_page_message));
    (void)ignored;
    _exit(lost_page_status);
}

void terminal_end_on_lost_page(const char *message, int status) {
    lost_page_message = message;
    lost_page_status = status;
    struct sigaction action = {.sa_handler = end_on_lost_page};
    sigemptyset(&action.sa_mask);
    sigaction(SIGBUS, &action, NULL);
}

static const int fatal[] = {SIGSEGV, SIGBUS, SIGILL, SIGTRAP, SIGFPE, SIGABRT, SIGSYS};
enum { fatal_count = sizeof fatal / sizeof *fatal };
static struct sigaction before_guard[fatal_count];
static volatile sig_atomic_t guarding;
static struct termios saved_modes;
static int has_modes, guarded_input, guarded_output;
static char reset_bytes[512];
static size_t reset_length;
static void *stack_memory;
static stack_t stack_before;

static void rescue(int number) {
    if (guarding) {
        guarding = 0;
        size_t done = 0;
        while (done < reset_length) {
            ssize_t count = write(guarded_output, reset_bytes + done, reset_length - done);
            if (count <= 0) break;
            done += (size_t)count;
        }
        if (has_modes) tcsetattr(guarded_input, TCSANOW, &saved_modes);
        terminal_stderr_restore();
        terminal_stderr_replay();
    }
    // Put back the handler that was there before ours: the Swift runtime's, which prints a backtrace, or the default. It runs
    // when this one returns: a fault happens again, and any other signal is raised again below and stays pending until then.
    for (int i = 0; i < fatal_count; i++) {
        if (fatal[i] == number) sigaction(number, &before_guard[i], NULL);
    }
    raise(number);
}

int terminal_guard_begin(int input, int output, const char *reset, size_t length) {
    if (guarding) return 0;
    if (length > sizeof reset_bytes) {
        errno = E2BIG;
        return -1;
    }
    memcpy(reset_bytes, reset, length);
    reset_length = length;
    guarded_input = input;
    guarded_output = output;
    has_modes = tcgetattr(input, &saved_modes) == 0;
    size_t size = 64 * 1024;
    // If the runtime has already set an alternate signal stack for this thread, use that one.
    if (sigaltstack(NULL, &stack_before) == 0 && (stack_before.ss_flags & SS_DISABLE)) {
        stack_memory = malloc(size);
        stack_t stack = {.ss_sp = stack_memory, .ss_size = size};
        if (stack_memory) sigaltstack(&stack, NULL);
    }
    guarding = 1;
    struct sigaction action = {.sa_handler = rescue, .sa_flags = SA_ONSTACK};
    sigemptyset(&action.sa_mask);
    for (int i = 0; i < fatal_count; i++) sigaction(fatal[i], &action, &before_guard[i]);
    return 0;
}

void terminal_guard_end(void) {
    if (!guarding) return;
    guarding = 0;
    for (int i = 0; i < fatal_count; i++) sigaction(fatal[i], &before_guard[i], NULL);
    if (stack_memory) {
        sigaltstack(&stack_before, NULL);
        free(stack_memory);
        stack_memory = NULL;
    }
}
