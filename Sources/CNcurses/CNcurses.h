// What Swift cannot import from <curses.h> and <term.h> by itself: functions with any number of arguments, and a global
// that changes. Only the terminal database is used.
#ifndef CNCURSES_H
#define CNCURSES_H

#include <curses.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
// After curses.h, which it needs.
#include <term.h>

/// What became of a search in the terminal database.
enum cn_found {
  CN_FOUND,
  /// There is no such kind of terminal, or it is too plain to be told apart from others.
  CN_UNKNOWN,
  /// There is no database.
  CN_NO_DATABASE,
};

/// Makes a kind of terminal the one that is asked about. The terminal itself is left alone.
static inline enum cn_found cn_open(const char *name) {
  int found = 0;
  // The library looks at no terminal where the descriptor is none.
  if (setupterm((char *)(uintptr_t)name, -1, &found) == OK) return CN_FOUND;
  return found < 0 ? CN_NO_DATABASE : CN_UNKNOWN;
}

/// Forgets the kind of terminal.
static inline void cn_close(void) {
  if (cur_term) del_curterm(cur_term);
}

/// A string capability, by its name in terminfo(5) or of an extension; NULL where there is none.
static inline const char *cn_string(const char *name) {
  const char *value = tigetstr((char *)(uintptr_t)name);
  return value == (const char *)-1 ? NULL : value;
}

static inline bool cn_flag(const char *name) { return tigetflag((char *)(uintptr_t)name) == 1; }

/// A number, or a negative one where there is none.
static inline int cn_number(const char *name) { return tigetnum((char *)(uintptr_t)name); }

/// A capability with its one number filled in; valid until the next call.
static inline const char *cn_filled(const char *capability, int number) {
  return tparm((char *)(uintptr_t)capability, number, 0, 0, 0, 0, 0, 0, 0, 0);
}

#endif
