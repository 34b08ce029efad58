/// The terminal, as functions that Swift can call. No type of ncurses shows here.
///
/// There is one terminal per process. Everything but `ct_prepare`, `ct_quiet_backtraces`, `ct_width` and the `ct_bell_`
/// functions belongs to the one thread that called `ct_start`.
#ifndef CTERMINAL_H
#define CTERMINAL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

// MARK: Life

/// Blocks the signals that `ct_wait` reads, so that every thread started later leaves them alone. Call before any thread.
void ct_prepare(void);

/// Starts the program over, once, so that Swift's backtracer does not wait for a key after a crash.
/// Returns only if that is not needed (already so, or done before) or not possible.
void ct_quiet_backtraces(char *const arguments[]);

enum ct_start_result {
  CT_STARTED = 0,
  CT_NO_TERMINAL,       // standard output is no terminal, or /dev/tty can't be opened
  CT_DUMB_TERMINAL,     // TERM is unset, "dumb", or can't move the cursor
  CT_UNKNOWN_TERMINAL,  // terminfo does not know TERM
};

struct ct_options {
  /// Two descriptors of a terminal, or -1 and -1 for /dev/tty. They are not closed.
  int input;
  int output;
  bool wants_colors;
  bool wants_mouse;
};

enum ct_start_result ct_start(struct ct_options options);

/// Puts the terminal back and shows what was written to standard output and error meanwhile. Any number of times.
void ct_stop(void);

/// Puts the terminal back, stops the process as ^Z does, and takes the terminal again once it is in the foreground.
/// Returns false if the process is to end instead.
bool ct_suspend(void);

/// Takes the terminal again after the process was stopped and continued from outside. Returns as `ct_suspend`.
bool ct_resume(void);

// MARK: What the terminal can do

/// Whether the locale's characters are UTF-8; everything else is treated as ASCII.
bool ct_is_utf8(void);
bool ct_has_colors(void);
void ct_size(int *rows, int *columns);
/// Asks the kernel for the size, and lays the screen out anew.
void ct_resize(void);

/// Columns that a code point takes on a UTF-8 terminal: 0, 1 or 2; -1 for one that has no width (controls, unassigned).
int ct_width(uint32_t code_point);

// MARK: Output

/// A style is a colour (0 the terminal's own, then red, green, yellow, blue, magenta, cyan) and these bits.
enum ct_style {
  CT_COLOR_MASK = 0x07,
  CT_BOLD = 0x08,
  CT_DIM = 0x10,
  CT_REVERSE = 0x20,
  CT_UNDERLINE = 0x40,
};

/// Puts UTF-8 text into the next frame. Nothing is sent before `ct_flush`.
void ct_put(int row, int column, const char *text, size_t length, unsigned style);
void ct_cursor(int row, int column, bool is_visible);
/// Sends what differs from the frame before, in one write where it fits.
void ct_flush(void);
/// Makes the next flush send everything.
void ct_forget(void);
/// Blanks the next frame.
void ct_erase(void);
void ct_beep(void);
/// Sends bytes as they are, after all that was flushed.
void ct_send(const char *bytes, size_t length);
void ct_set_mouse(bool is_on);

// MARK: Input

/// What `ct_read` gives besides bytes (0...255).
enum ct_key {
  CT_KEY_NONE = -1,
  CT_KEY_UP = 0x100,
  CT_KEY_DOWN,
  CT_KEY_LEFT,
  CT_KEY_RIGHT,
  CT_KEY_HOME,
  CT_KEY_END,
  CT_KEY_PAGE_UP,
  CT_KEY_PAGE_DOWN,
  CT_KEY_ENTER,
  CT_KEY_BACKSPACE,
  CT_KEY_DELETE,
  CT_KEY_INSERT,
  CT_KEY_BACK_TAB,
  CT_KEY_PASTE_BEGIN,
  CT_KEY_PASTE_END,
  CT_KEY_MOUSE_PRESS,
  CT_KEY_MOUSE_RELEASE,
  CT_KEY_MOUSE_CLICK,
  CT_KEY_MOUSE_DOUBLE,
  CT_KEY_MOUSE_UP,
  CT_KEY_MOUSE_DOWN,
  CT_KEY_OTHER,  // a key or an event of no use here
  CT_KEY_FUNCTION = 0x200,  // plus the number
};

struct ct_input {
  int code;
  /// Of a mouse event.
  int row;
  int column;
};

/// The next input that is already there; `CT_KEY_NONE` when there is none. Never draws.
struct ct_input ct_read(void);

// MARK: Waiting

enum ct_wake {
  CT_WAKE_INPUT = 1,
  CT_WAKE_BELL = 2,
  CT_WAKE_TICK = 4,
  CT_WAKE_RESIZE = 8,
  CT_WAKE_SUSPEND = 16,
  CT_WAKE_CONTINUE = 32,
  CT_WAKE_LEAVE = 64,   // ask `ct_leave_signal`
  CT_WAKE_HANGUP = 128,  // the terminal is gone
};

/// Sleeps until something happens or `timeout` (ms; -1 for ever) is over. A `bell` of -1 is not listened to.
unsigned ct_wait(int bell, int timeout);

/// Switches the one-second tick of `ct_wait`.
void ct_set_tick(bool is_on);

/// TERM, HUP or INT, once one has arrived; else 0.
///
/// The signal ends the process after all, its terminal put back, if `ct_stop` has not been called two seconds later, or
/// if the process has not ended two seconds after that.
int ct_leave_signal(void);

/// A descriptor that any thread may ring, for `ct_wait`; -1 if there are none left.
int ct_bell_new(void);
void ct_bell_ring(int bell);
void ct_bell_close(int bell);

/// Makes the C library's allocator give freed memory back instead of keeping it for threads to come.
void ct_keep_memory_small(void);

/// Gives back now what was freed. Costs a few milliseconds; any thread may call it.
void ct_return_memory(void);

#endif
