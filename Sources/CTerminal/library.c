// A module map cannot name a library by platform: what it links under a condition is linked everywhere, and the narrow
// ncurses must not come before the wide one on Linux. On macOS, whose ncurses is the wide one, the linker passes over
// the name that it does not know and is told the right one here.
#ifdef __APPLE__
__asm__(".linker_option \"-lncurses\"");
#endif
