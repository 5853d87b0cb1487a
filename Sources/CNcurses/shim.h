// The one door to ncurses. SwiftPM's pkg-config drops -D_XOPEN_SOURCE as a prohibited flag and the wide API vanishes
// with it, so the wide API is asked for here, before the header.
#ifndef ERANK_CNCURSES_SHIM_H
#define ERANK_CNCURSES_SHIM_H
#define NCURSES_WIDECHAR 1
#include <ncurses.h>
#endif
