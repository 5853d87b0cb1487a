// Signals and the terminal. C because a signal handler may run on any thread between any two instructions and may call only
// async-signal-safe functions on plain memory: Swift promises neither (its calls may allocate, retain or take locks).
// One terminal a process, so the state is static, in terminal.c.
#ifndef ERANK_CTERMINAL_H
#define ERANK_CTERMINAL_H

#include <stddef.h>

// What the notices say, one byte each, read from the pipe of terminal_signals_watch.
enum {
    TERMINAL_RESIZED = 'W',     // SIGWINCH
    TERMINAL_STOP = 'Z',        // SIGTSTP: asked to stop
    TERMINAL_CONTINUED = 'C',   // SIGCONT
    TERMINAL_INTERRUPTED = 'I', // SIGINT, from outside: raw mode gives Ctrl-C as a key
    TERMINAL_TERMINATE = 'T',   // SIGTERM, SIGHUP
};

// Turns the signals above into bytes on a pipe, and returns its reading end (not blocking), or -1 with errno set. Call it
// before newterm, which installs handlers of its own where there are none.
int terminal_signals_watch(void);
// Puts back what was before.
void terminal_signals_unwatch(void);
// While another program has the terminal, SIGTSTP must stop this one with it.
void terminal_signals_lend(int lent);
// Stops the process as Ctrl-Z does; returns when it is continued.
void terminal_stop(void);

// From here to terminal_guard_end, a fatal signal (SIGSEGV, SIGBUS, SIGILL, SIGTRAP, SIGFPE, SIGABRT, SIGSYS, SIGQUIT) writes
// `reset` to `output`, puts back the modes that `input` has now, gives back standard error, and only then takes its course.
// Handlers run on a stack of their own. 0, or -1 with errno set.
int terminal_guard_begin(int input, int output, const char *reset, size_t length);
void terminal_guard_end(void);

// Keeps what is written to standard error in an unnamed file, so that it does not spoil the screen. Does nothing where
// standard error is not a terminal. 0, or -1 with errno set.
int terminal_stderr_divert(void);
// Standard error is the terminal again; what was kept stays kept.
void terminal_stderr_restore(void);
// Writes what was kept (the last 64 KiB) to standard error, and forgets it.
void terminal_stderr_replay(void);

#endif
