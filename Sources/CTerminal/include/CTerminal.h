// Signals and the terminal. It is written in C because a signal handler may run on any thread between any two instructions, and
// may call only async-signal-safe functions on plain memory. Swift does not guarantee that: its calls may allocate, retain or
// take locks. A process has one terminal, so the state is static, in terminal.c.
#ifndef ERANK_CTERMINAL_H
#define ERANK_CTERMINAL_H

#include <stddef.h>

// The notices: single bytes, read from the pipe of terminal_signals_watch.
enum {
    TERMINAL_RESIZED = 'W',     // SIGWINCH
    TERMINAL_STOP = 'Z',        // SIGTSTP: asked to stop
    TERMINAL_CONTINUED = 'C',   // SIGCONT
    TERMINAL_INTERRUPTED = 'I', // SIGINT from another process: in raw mode Ctrl-C is a key
    TERMINAL_TERMINATE = 'T',   // SIGTERM, SIGHUP, SIGQUIT
};

// Turns the signals above into bytes on a pipe. Returns the non-blocking read end of the pipe, or -1 with errno set. Call it
// before newterm, which installs its own handlers for signals that have none.
int terminal_signals_watch(void);
// Restores the handlers and the signal mask from before terminal_signals_watch, and closes the pipe.
void terminal_signals_unwatch(void);
// lent != 0: another program uses the terminal, and SIGTSTP stops this process too. lent == 0: SIGTSTP is a notice again.
void terminal_signals_lend(int lent);
// Stops the process as Ctrl-Z does. Returns when it is continued.
void terminal_stop(void);

// Until terminal_guard_end, a fatal signal (SIGSEGV, SIGBUS, SIGILL, SIGTRAP, SIGFPE, SIGABRT, SIGSYS) first restores
// the terminal: it writes `reset` to `output`, sets the modes that `input` has now, and restores standard error. Then the
// previous handler runs. Handlers run on their own stack. Returns 0, or -1 with errno set.
int terminal_guard_begin(int input, int output, const char *reset, size_t length);
void terminal_guard_end(void);

// From now on, a page of a mapped file that cannot be read (SIGBUS: the file was cut meanwhile, or its disk failed) ends the
// process with this message on standard error and this status. The message is kept, not copied. Under terminal_guard_begin the
// terminal is restored first.
void terminal_end_on_lost_page(const char *message, int status);

// Redirects standard error to an unnamed file, so that it does not spoil the screen. Does nothing if standard error is not a
// terminal. Returns 0, or -1 with errno set.
int terminal_stderr_divert(void);
// Standard error goes to the terminal again. The redirected output is kept.
void terminal_stderr_restore(void);
// Writes the last 64 KiB of the redirected output to standard error, and deletes it.
void terminal_stderr_replay(void);

#endif
