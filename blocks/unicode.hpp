// Walks UTF-8 by what readers see as one character. Private to the kit.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace blocks::unicode {

inline constexpr std::string_view zero_width_space = "\u200b";
inline constexpr std::string_view ellipsis = "…";

// One code point and the bytes it stands in; broken bytes come one by one as U+FFFD.
struct CodePoint {
    std::int32_t value = 0;
    std::string_view bytes;

    std::size_t units() const { return value > 0xffff ? 2 : 1; }
};
// The code point at the start of a text that is not empty.
CodePoint first_of(std::string_view text);
void append(std::string& out, std::int32_t code_point);

// Goes over a text grapheme by grapheme.
class Graphemes {
 public:
    explicit Graphemes(std::string_view text) : rest_{text} {}
    bool done() const { return rest_.empty(); }
    // The next one; never empty unless done.
    std::string_view next();

 private:
    std::string_view rest_;
};

}  // namespace blocks::unicode
