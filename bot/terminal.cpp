#include "bot/terminal.hpp"

#include <unistd.h>

#include <cstdio>
#include <stdexcept>
#include <string>

namespace bot {

namespace {

void write_to(std::FILE* file, std::string_view text) {
    std::fwrite(text.data(), 1, text.size(), file);
}

}  // namespace

Terminal::Terminal() : shows_progress_(isatty(STDERR_FILENO) == 1) {}

Terminal::~Terminal() {
    clear_progress();
}

void Terminal::clear_progress() {
    if (progress_shown_) write_to(stderr, "\r\x1b[K");
    progress_shown_ = false;
}

void Terminal::say(Said how, std::string_view text) {
    if (how == Said::progress && !shows_progress_) return;
    clear_progress();
    if (how == Said::progress) {
        write_to(stderr, text);
        std::fflush(stderr);
        progress_shown_ = true;
        return;
    }
    std::FILE* file = how == Said::output ? stdout : stderr;
    write_to(file, text);
    write_to(file, "\n");
    if (std::fflush(file) != 0 && how == Said::output) {
        throw std::runtime_error("standard output cannot be written to");
    }
}

}  // namespace bot
