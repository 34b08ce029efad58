// The screen: start, stop, and putting text.
#define _GNU_SOURCE
#define _XOPEN_SOURCE_EXTENDED 1
#include <errno.h>
#include <fcntl.h>
#include <langinfo.h>
#include <locale.h>
#include <ncursesw/curses.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>
#include <wchar.h>

#include "CTerminal.h"
#include "internal.h"

enum { ESCAPE_DELAY_MILLISECONDS = 50 };

static SCREEN *screen;
static FILE *in;
static FILE *out;
static bool owns_colors;
static bool is_utf8;

static const char paste_on[] = "\033[?2004h";
static const char paste_off[] = "\033[?2004l";

struct ct_descriptors ct_descriptors(void) {
  if (screen == NULL) return (struct ct_descriptors){-1, -1};
  return (struct ct_descriptors){fileno(in), fileno(out)};
}

// MARK: Life

static void choose_locale(void) {
  // Only characters: numbers and dates of libraries stay as they are in C.
  if (setlocale(LC_CTYPE, "") == NULL) {
    // ssh hands on the name of a locale that this machine often does not have. What matters is its encoding.
    const char *name = getenv("LC_ALL");
    if (name == NULL || name[0] == '\0') name = getenv("LC_CTYPE");
    if (name == NULL || name[0] == '\0') name = getenv("LANG");
    if (name != NULL && (strcasestr(name, "utf-8") != NULL || strcasestr(name, "utf8") != NULL)) {
      setlocale(LC_CTYPE, "C.UTF-8");
    }
  }
  is_utf8 = strcmp(nl_langinfo(CODESET), "UTF-8") == 0;
}

static bool open_files(struct ct_options options) {
  int input = options.input == -1 ? open("/dev/tty", O_RDWR | O_NOCTTY | O_CLOEXEC)
                                  : fcntl(options.input, F_DUPFD_CLOEXEC, 3);
  int output = options.output == -1 ? fcntl(input, F_DUPFD_CLOEXEC, 3) : fcntl(options.output, F_DUPFD_CLOEXEC, 3);
  in = input == -1 ? NULL : fdopen(input, "r");
  out = output == -1 ? NULL : fdopen(output, "w");
  return in != NULL && out != NULL;
}

static void close_files(void) {
  if (in != NULL) fclose(in);
  if (out != NULL) fclose(out);
  in = out = NULL;
}

static void start_colors(bool wants_colors) {
  owns_colors = wants_colors && has_colors() && start_color() == OK;
  if (!owns_colors) return;
  // The user's own background, be it light or transparent.
  int background = use_default_colors() == OK ? -1 : COLOR_BLACK;
  static const short colors[] = {COLOR_RED, COLOR_GREEN, COLOR_YELLOW, COLOR_BLUE, COLOR_MAGENTA, COLOR_CYAN};
  for (short i = 0; i < 6; i++) init_pair((short)(i + 1), colors[i], (short)background);
}

enum ct_start_result ct_start(struct ct_options options) {
  if (screen != NULL) return CT_STARTED;
  choose_locale();
  if (!isatty(options.output == -1 ? STDOUT_FILENO : options.output)) return CT_NO_TERMINAL;
  if (!open_files(options)) {
    close_files();
    return CT_NO_TERMINAL;
  }
  enum ct_start_result checked = ct_check_terminal(fileno(out));
  if (checked != CT_STARTED) {
    close_files();
    return checked;
  }
  // The kernel knows the size; what the shell exported is older. Padding is for real tubes.
  use_tioctl(TRUE);
  setenv("NCURSES_NO_PADDING", "1", 0);
  const char *path = ttyname(fileno(out));
  ct_guard(fileno(out), path == NULL ? "/dev/tty" : path);
  ct_open_wait();
  ct_set_guarding(true);
  screen = newterm(NULL, out, in);
  if (screen == NULL) {
    ct_unguard();
    close_files();
    return CT_NO_TERMINAL;
  }
  if (getenv("ESCDELAY") == NULL) set_escdelay(ESCAPE_DELAY_MILLISECONDS);
  raw();
  noecho();
  nonl();
  typeahead(-1);
  start_colors(options.wants_colors);
  ct_open_input(options.wants_mouse);
  ct_capture_output();
  ct_send(paste_on, sizeof paste_on - 1);
  return CT_STARTED;
}

// Leaves the terminal as the shell wants it. ncurses itself switches the mouse off and, on the next update, on again.
static void give_back(void) {
  ct_send(paste_off, sizeof paste_off - 1);
  endwin();
  ct_set_guarding(false);
  ct_release_output();
  ct_replay_output();
}

void ct_stop(void) {
  if (screen == NULL) return;
  give_back();
  ct_unguard();
  ct_close_input();
  delscreen(screen);
  screen = NULL;
  close_files();
}

static void take_again(void) {
  ct_capture_output();
  ct_set_guarding(true);
  ct_resize();
  doupdate();
  ct_send(paste_on, sizeof paste_on - 1);
}

bool ct_suspend(void) {
  give_back();
  if (!ct_stop_here(fileno(out))) return false;
  take_again();
  return true;
}

bool ct_resume(void) {
  // Continued in the background: stop again, as the terminal belongs to somebody else.
  if (!ct_is_foreground(fileno(out))) return ct_suspend();
  give_back();
  take_again();
  return true;
}

// MARK: What the terminal can do

bool ct_is_utf8(void) { return is_utf8; }
bool ct_has_colors(void) { return owns_colors; }

void ct_size(int *rows, int *columns) { getmaxyx(stdscr, *rows, *columns); }

void ct_resize(void) {
  struct winsize size;
  if (ioctl(fileno(out), TIOCGWINSZ, &size) == 0 && size.ws_row > 0 && size.ws_col > 0) {
    resizeterm(size.ws_row, size.ws_col);
  }
  // Terminals differ in what they do to their content: trust none of it.
  ct_forget();
}

// MARK: Output

static attr_t attributes(unsigned style) {
  attr_t attributes = A_NORMAL;
  if (style & CT_BOLD) attributes |= A_BOLD;
  if (style & CT_DIM) attributes |= A_DIM;
  if (style & CT_REVERSE) attributes |= A_REVERSE;
  if (style & CT_UNDERLINE) attributes |= A_UNDERLINE;
  return attributes;
}

// One code point of valid UTF-8.
static wchar_t decode(const unsigned char **at, const unsigned char *end) {
  unsigned char first = *(*at)++;
  int more = first >= 0xF0 ? 3 : first >= 0xE0 ? 2 : first >= 0xC0 ? 1 : 0;
  wchar_t value = more == 0 ? first : first & (0x3F >> more);
  while (more-- > 0 && *at < end) value = (value << 6) | (*(*at)++ & 0x3F);
  return value;
}

void ct_put(int row, int column, const char *text, size_t length, unsigned style) {
  wattr_set(stdscr, attributes(style), owns_colors ? (short)(style & CT_COLOR_MASK) : 0, NULL);
  if (wmove(stdscr, row, column) == ERR) return;
  const unsigned char *at = (const unsigned char *)text, *end = at + length;
  while (at < end) {
    wchar_t buffer[128];
    int count = 0;
    while (at < end && count < 128) {
      wchar_t character = decode(&at, end);
      buffer[count++] = !is_utf8 && character > 0x7E ? L'?' : character;
    }
    waddnwstr(stdscr, buffer, count);
  }
}

void ct_cursor(int row, int column, bool is_visible) {
  curs_set(is_visible ? 1 : 0);
  wmove(stdscr, row, column);
}

void ct_flush(void) {
  wnoutrefresh(stdscr);
  doupdate();
}

void ct_forget(void) { clearok(curscr, TRUE); }

void ct_erase(void) { werase(stdscr); }

void ct_beep(void) { beep(); }

void ct_send(const char *bytes, size_t length) { ct_write_all(fileno(out), bytes, length); }
