// Keys and the mouse, as codes.
#define _GNU_SOURCE
#define _XOPEN_SOURCE_EXTENDED 1
#include <ncursesw/curses.h>

#include "CTerminal.h"
#include "internal.h"

// Read from this, never from the screen: reading a window also draws it.
static WINDOW *pad;

// Codes of our own, above those of ncurses.
enum { PASTE_BEGIN = KEY_MAX + 1, PASTE_END };

// Terminals and multiplexers that ignore the keypad mode send the other form.
static void define_keys(void) {
  static const struct {
    const char *sequence;
    int code;
  } keys[] = {
      {"\033[A", KEY_UP},      {"\033OA", KEY_UP},      {"\033[B", KEY_DOWN},   {"\033OB", KEY_DOWN},
      {"\033[C", KEY_RIGHT},   {"\033OC", KEY_RIGHT},   {"\033[D", KEY_LEFT},   {"\033OD", KEY_LEFT},
      {"\033[H", KEY_HOME},    {"\033OH", KEY_HOME},    {"\033[1~", KEY_HOME},  {"\033[7~", KEY_HOME},
      {"\033[F", KEY_END},     {"\033OF", KEY_END},     {"\033[4~", KEY_END},   {"\033[8~", KEY_END},
      {"\033[2~", KEY_IC},     {"\033[3~", KEY_DC},     {"\033[5~", KEY_PPAGE}, {"\033[6~", KEY_NPAGE},
      {"\033[Z", KEY_BTAB},    {"\033OM", KEY_ENTER},   {"\033[200~", PASTE_BEGIN}, {"\033[201~", PASTE_END},
  };
  for (size_t i = 0; i < sizeof keys / sizeof keys[0]; i++) define_key(keys[i].sequence, keys[i].code);
}

void ct_open_input(bool wants_mouse) {
  pad = newpad(1, 1);
  keypad(pad, TRUE);
  nodelay(pad, TRUE);
  define_keys();
  // Otherwise a click blocks the reader for a sixth of a second.
  mouseinterval(0);
  ct_set_mouse(wants_mouse);
}

void ct_close_input(void) {
  delwin(pad);
  pad = NULL;
}

static int mouse_code(mmask_t buttons) {
  if (buttons & BUTTON1_DOUBLE_CLICKED) return CT_KEY_MOUSE_DOUBLE;
  if (buttons & BUTTON1_CLICKED) return CT_KEY_MOUSE_CLICK;
  if (buttons & BUTTON1_PRESSED) return CT_KEY_MOUSE_PRESS;
  if (buttons & BUTTON1_RELEASED) return CT_KEY_MOUSE_RELEASE;
  if (buttons & BUTTON4_PRESSED) return CT_KEY_MOUSE_UP;
  if (buttons & BUTTON5_PRESSED) return CT_KEY_MOUSE_DOWN;
  return CT_KEY_OTHER;
}

static struct ct_input read_mouse(void) {
  MEVENT event;
  if (getmouse(&event) != OK) return (struct ct_input){.code = CT_KEY_OTHER};
  return (struct ct_input){.code = mouse_code(event.bstate), .row = event.y, .column = event.x};
}

static int key_code(int code) {
  switch (code) {
  case KEY_UP: return CT_KEY_UP;
  case KEY_DOWN: return CT_KEY_DOWN;
  case KEY_LEFT: return CT_KEY_LEFT;
  case KEY_RIGHT: return CT_KEY_RIGHT;
  case KEY_HOME: return CT_KEY_HOME;
  case KEY_END: return CT_KEY_END;
  case KEY_PPAGE: return CT_KEY_PAGE_UP;
  case KEY_NPAGE: return CT_KEY_PAGE_DOWN;
  case KEY_ENTER: return CT_KEY_ENTER;
  case KEY_BACKSPACE: return CT_KEY_BACKSPACE;
  case KEY_DC: return CT_KEY_DELETE;
  case KEY_IC: return CT_KEY_INSERT;
  case KEY_BTAB: return CT_KEY_BACK_TAB;
  case PASTE_BEGIN: return CT_KEY_PASTE_BEGIN;
  case PASTE_END: return CT_KEY_PASTE_END;
  default: return code >= KEY_F(1) && code <= KEY_F(24) ? CT_KEY_FUNCTION + code - KEY_F0 : CT_KEY_OTHER;
  }
}

struct ct_input ct_read(void) {
  // Bytes rather than characters: a character whose bytes arrive apart is put together by the reader, not lost.
  int code = wgetch(pad);
  if (code == ERR) return (struct ct_input){.code = CT_KEY_NONE};
  if (code == KEY_MOUSE) return read_mouse();
  return (struct ct_input){.code = code < 0x100 ? code : key_code(code)};
}

void ct_set_mouse(bool is_on) {
  mousemask(is_on ? BUTTON1_PRESSED | BUTTON1_RELEASED | BUTTON1_CLICKED | BUTTON1_DOUBLE_CLICKED | BUTTON4_PRESSED |
                        BUTTON5_PRESSED
                  : 0,
            NULL);
}
