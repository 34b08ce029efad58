// What the files of this target share.
#ifndef CTERMINAL_INTERNAL_H
#define CTERMINAL_INTERNAL_H

#include <stdbool.h>
#include <stddef.h>

#include "CTerminal.h"

// MARK: screen.c

/// The terminal's descriptors while the screen is up; -1 otherwise.
struct ct_descriptors {
  int input;
  int output;
};
struct ct_descriptors ct_descriptors(void);

// MARK: terminfo.c

/// Whether a screen can be shown on the terminal that TERM names.
enum ct_start_result ct_check_terminal(int output);

// MARK: signals.c

/// Installs the crash and leave handlers, and remembers what is needed to put the terminal called `path` back.
void ct_guard(int descriptor, const char *path);
/// Says whether the terminal is ours at the moment: a handler puts it back only then.
void ct_set_guarding(bool is_guarding);
void ct_unguard(void);
/// Stops the process as ^Z does; returns in the foreground, or false if the process is to end.
bool ct_stop_here(int descriptor);
/// Whether this process may use its terminal.
bool ct_is_foreground(int descriptor);
/// Rings once a leave signal has come.
int ct_leave_bell(void);

// MARK: wait.c

void ct_open_wait(void);
/// Forgets the signals that have come: what they ask for has been done.
void ct_drain_signals(void);

// MARK: output.c

/// Sends standard output and error into memory, so that no library writes over the screen.
void ct_capture_output(void);
void ct_release_output(void);
/// Copies the end of what was captured to standard error. Safe in a signal handler.
void ct_replay_output(void);
/// Writes everything, whatever interrupts; gives up when it would block for ever or fails. Safe in a signal handler.
void ct_write_all(int descriptor, const char *bytes, size_t length);

// MARK: input.c

void ct_open_input(bool wants_mouse);
void ct_close_input(void);

#endif
