#define _GNU_SOURCE
#include <locale.h>
#include <pthread.h>
#include <wchar.h>

#include "CTerminal.h"

static locale_t utf8;
static pthread_once_t once = PTHREAD_ONCE_INIT;

static void load(void) { utf8 = newlocale(LC_CTYPE_MASK, "C.UTF-8", NULL); }

// The table of C.UTF-8 whatever the process's locale, so that a width is the same before the screen is up, and in tests.
// It is the table ncurses uses too, so the two never disagree about where a character ends.
int ct_width(uint32_t code_point) {
  pthread_once(&once, load);
  if (utf8 == NULL) return wcwidth((wchar_t)code_point);
  locale_t before = uselocale(utf8);
  int width = wcwidth((wchar_t)code_point);
  uselocale(before);
  return width;
}
