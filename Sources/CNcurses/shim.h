// The only import of ncurses. SwiftPM drops -D_XOPEN_SOURCE from pkg-config's flags, and without it the header hides the
// wide-character API. So NCURSES_WIDECHAR is defined here, before the header. The functions below wrap what Swift cannot
// import: macros that are not plain literals (attributes, function keys), and global variables, which strict concurrency
// rejects.
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

// Makes a cell that shows `text` (one base character and its combining marks, terminated by 0). The colour pair is passed as an
// int through the last argument of setcchar, because COLOR_PAIR() holds only 256 pairs.
static inline int nc_cell(cchar_t *cell, const wchar_t *text, attr_t attributes, int pair) {
    return setcchar(cell, text, attributes, (short)0, &pair);
}

// Columns that the C library, and so ncurses, counts for a character; -1 for unprintable ones. Declared here because <wchar.h>
// hides wcwidth without _XOPEN_SOURCE.
extern int wcwidth(wchar_t);
static inline int nc_width(wchar_t character) { return wcwidth(character); }

// For tests: the base character, attributes and colour pair at (y, x) of the screen; 0 if there is none.
static inline wchar_t nc_read(int y, int x, attr_t *attributes, int *pair) {
    cchar_t cell;
    wchar_t text[CCHARW_MAX + 1] = {0};
    short narrow = 0;
    if (mvin_wch(y, x, &cell) == ERR || getcchar(&cell, text, attributes, &narrow, pair) == ERR) return 0;
    return text[0];
}
#endif
