// The one door to ncurses. SwiftPM's pkg-config drops -D_XOPEN_SOURCE as a prohibited flag and the wide API vanishes
// with it, so the wide API is asked for here, before the header. Below it, what Swift cannot import: macros that are not
// plain literals (attributes, function keys) and global variables, which strict concurrency refuses.
#ifndef ERANK_CNCURSES_SHIM_H
#define ERANK_CNCURSES_SHIM_H
#define NCURSES_WIDECHAR 1
#include <ncurses.h>

static const attr_t nc_bold = A_BOLD;
static const attr_t nc_dim = A_DIM;
static const attr_t nc_italic = A_ITALIC;
static const attr_t nc_underline = A_UNDERLINE;
static const attr_t nc_reverse = A_REVERSE;

static inline WINDOW *nc_stdscr(void) { return stdscr; }
static inline int nc_colors(void) { return COLORS; }
static inline int nc_color_pairs(void) { return COLOR_PAIRS; }
static inline int nc_function_key(int number) { return KEY_F(number); }

// A cell of `text` (one base and its marks, ended by 0). The pair goes through the options as an int: COLOR_PAIR()
// has room for 256.
static inline int nc_cell(cchar_t *cell, const wchar_t *text, attr_t attributes, int pair) {
    return setcchar(cell, text, attributes, (short)0, &pair);
}

// Columns as the C library, and so ncurses, counts them; -1 for what is not printable. Declared here because <wchar.h>
// hides it without _XOPEN_SOURCE.
extern int wcwidth(wchar_t);
static inline int nc_width(wchar_t character) { return wcwidth(character); }

// Text on a line of the screen as it is held there, for tests: the base character at a place, 0 where there is none.
static inline wchar_t nc_read(int y, int x, attr_t *attributes, int *pair) {
    cchar_t cell;
    wchar_t text[CCHARW_MAX + 1] = {0};
    short narrow = 0;
    if (mvin_wch(y, x, &cell) == ERR || getcchar(&cell, text, attributes, &narrow, pair) == ERR) return 0;
    return text[0];
}
#endif
