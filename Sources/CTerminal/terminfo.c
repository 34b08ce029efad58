// Apart, because term.h defines macros with names like `columns`.
#include "internal.h"

#include <ncursesw/curses.h>
#include <ncursesw/term.h>
#include <stdlib.h>
#include <string.h>

enum ct_start_result ct_check_terminal(int output) {
  const char *name = getenv("TERM");
  if (name == NULL || name[0] == '\0' || strcmp(name, "dumb") == 0) return CT_DUMB_TERMINAL;
  int error = 0;
  // 1 is a terminal that prints on paper, 0 and -1 are names that terminfo does not know.
  if (setupterm(name, output, &error) != OK) return error == 1 ? CT_DUMB_TERMINAL : CT_UNKNOWN_TERMINAL;
  bool can_move = cursor_address != NULL;
  del_curterm(cur_term);
  return can_move ? CT_STARTED : CT_DUMB_TERMINAL;
}
