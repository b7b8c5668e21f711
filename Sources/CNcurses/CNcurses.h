// What Swift cannot import from <curses.h> by itself: macros, mutable globals and unions of versions.
#ifndef CNCURSES_H
#define CNCURSES_H

// Both must stand before the header, or the wide-character functions are not declared.
#ifndef _XOPEN_SOURCE_EXTENDED
#define _XOPEN_SOURCE_EXTENDED 1
#endif
#ifndef NCURSES_WIDECHAR
#define NCURSES_WIDECHAR 1
#endif

#include <curses.h>
#include <langinfo.h>
#include <locale.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <wchar.h>

static const attr_t CN_BOLD = A_BOLD;
static const attr_t CN_DIM = A_DIM;
static const attr_t CN_UNDERLINE = A_UNDERLINE;
static const attr_t CN_REVERSE = A_REVERSE;
#ifdef A_ITALIC
static const attr_t CN_ITALIC = A_ITALIC;
#else
static const attr_t CN_ITALIC = A_UNDERLINE;
#endif

// Globals of the library that change with the screen.
static inline WINDOW *cn_standard_screen(void) { return stdscr; }
static inline WINDOW *cn_current_screen(void) { return curscr; }
static inline int cn_colors(void) { return COLORS; }
static inline int cn_color_pairs(void) { return COLOR_PAIRS; }

/// Sets up character types of UTF-8, whatever the environment says: in the C locale every braille cell is blank.
/// Numbers keep the C locale. False where the machine has no UTF-8 locale at all.
static inline bool cn_use_utf8_locale(void) {
  static const char *const fallbacks[] = {"C.UTF-8", "en_US.UTF-8", "UTF-8"};
  setlocale(LC_CTYPE, "");
  for (size_t i = 0; strcmp(nl_langinfo(CODESET), "UTF-8") != 0; i++) {
    if (i == sizeof fallbacks / sizeof fallbacks[0]) return false;
    setlocale(LC_CTYPE, fallbacks[i]);
  }
  return true;
}

/// A string capability of the terminal, or NULL where it has none.
static inline const char *cn_capability(const char *name) {
  const char *value = tigetstr((char *)(uintptr_t)name);
  return value == (const char *)-1 ? NULL : value;
}

static inline bool cn_flag(const char *name) { return tigetflag((char *)(uintptr_t)name) == 1; }

/// The columns that ncurses will advance for this character; -1 where it would not print it.
static inline int cn_columns(uint32_t scalar) { return wcwidth((wchar_t)scalar); }

/// Makes a colour pair; -1 is the terminal's own colour. ERR where the terminal has no such pair or colour: drawing
/// with that pair would show black on black.
static inline int cn_make_pair(int pair, int foreground, int background) {
#if defined(NCURSES_EXT_COLORS) && NCURSES_EXT_COLORS && NCURSES_VERSION_PATCH >= 20170401
  return init_extended_pair(pair, foreground, background);
#else
  if (pair > INT16_MAX || foreground > INT16_MAX || background > INT16_MAX) return ERR;
  return init_pair((short)pair, (short)foreground, (short)background);
#endif
}

/// Fills a cell with a base character and at most two marks (0 for none).
static inline void cn_fill(
    cchar_t *cell, uint32_t base, uint32_t first, uint32_t second, attr_t attributes, int pair) {
  wchar_t text[4] = {(wchar_t)base, (wchar_t)first, (wchar_t)(first ? second : 0), 0};
#if defined(NCURSES_EXT_COLORS) && NCURSES_EXT_COLORS && NCURSES_VERSION_PATCH >= 20170401
  setcchar(cell, text, attributes, (short)(pair > INT16_MAX ? INT16_MAX : pair), &pair);
#else
  setcchar(cell, text, attributes, (short)pair, NULL);
#endif
}

/// Puts cells on the standard screen from (row, column) on.
static inline int cn_put(int row, int column, const cchar_t *cells, int count) {
  return wmove(stdscr, row, column) == ERR ? ERR : wadd_wchnstr(stdscr, cells, count);
}

#endif
