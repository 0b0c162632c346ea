#include "store/directory_words.hpp"

#include <utf8proc.h>

#include <cstdlib>
#include <memory>

namespace store {
namespace {

struct FreeText {
    void operator()(utf8proc_uint8_t* text) const { std::free(text); }
};

// The text as code points by utf8proc's options; empty if it is not valid UTF-8.
std::string mapped(std::string_view text, int options) {
    utf8proc_uint8_t* raw = nullptr;
    const auto size = utf8proc_map(
        reinterpret_cast<const utf8proc_uint8_t*>(text.data()),
        static_cast<utf8proc_ssize_t>(text.size()),
        &raw,
        static_cast<utf8proc_option_t>(options)
    );
    const std::unique_ptr<utf8proc_uint8_t, FreeText> owner(raw);
    if (size < 0) return {};
    return {reinterpret_cast<const char*>(raw), static_cast<std::size_t>(size)};
}

bool is_apostrophe(utf8proc_int32_t point) {
    return point == '\'' || point == 0x2019 || point == 0x02BC || point == 0x0060 ||
           point == 0x00B4;
}

bool is_letter_or_digit(utf8proc_int32_t point) {
    switch (utf8proc_category(point)) {
        case UTF8PROC_CATEGORY_LU:
        case UTF8PROC_CATEGORY_LL:
        case UTF8PROC_CATEGORY_LT:
        case UTF8PROC_CATEGORY_LM:
        case UTF8PROC_CATEGORY_LO:
        case UTF8PROC_CATEGORY_ND:
        case UTF8PROC_CATEGORY_NL:
        case UTF8PROC_CATEGORY_NO:
        case UTF8PROC_CATEGORY_MC:
            return true;
        default:
            return false;
    }
}

// Letters that have no decomposition into a base letter and an accent, as people type them.
const char* plain_letter(utf8proc_int32_t point) {
    switch (point) {
        case 0x00F8:
            return "o";  // ø
        case 0x00E6:
            return "ae";  // æ
        case 0x0153:
            return "oe";  // œ
        case 0x0142:
            return "l";  // ł
        case 0x0111:
        case 0x00F0:
            return "d";  // đ, ð
        case 0x00FE:
            return "th";  // þ
        case 0x0131:
            return "i";  // ı
        case 0x0127:
            return "h";  // ħ
        default:
            return nullptr;
    }
}

// Calls `use` with each code point of valid UTF-8.
template <class Use>
void each_point(std::string_view text, Use use) {
    const auto* at = reinterpret_cast<const utf8proc_uint8_t*>(text.data());
    auto left = static_cast<utf8proc_ssize_t>(text.size());
    while (left > 0) {
        utf8proc_int32_t point = 0;
        const auto taken = utf8proc_iterate(at, left, &point);
        if (taken <= 0) return;
        use(point);
        at += taken;
        left -= taken;
    }
}

void append_point(std::string& text, utf8proc_int32_t point) {
    utf8proc_uint8_t bytes[4];
    const auto size = utf8proc_encode_char(point, bytes);
    text.append(reinterpret_cast<const char*>(bytes), static_cast<std::size_t>(size));
}

}  // namespace

std::string lower(std::string_view text) {
    std::string lowered;
    lowered.reserve(text.size());
    const auto* at = reinterpret_cast<const utf8proc_uint8_t*>(text.data());
    auto left = static_cast<utf8proc_ssize_t>(text.size());
    while (left > 0) {
        utf8proc_int32_t point = 0;
        const auto taken = utf8proc_iterate(at, left, &point);
        if (taken <= 0) return std::string(text);
        append_point(lowered, utf8proc_tolower(point));
        at += taken;
        left -= taken;
    }
    return lowered;
}

std::vector<std::string> folded_words(std::string_view text) {
    constexpr int options = UTF8PROC_COMPAT | UTF8PROC_DECOMPOSE | UTF8PROC_STRIPMARK |
                            UTF8PROC_CASEFOLD | UTF8PROC_IGNORE;
    std::vector<std::string> words;
    std::string word;
    each_point(mapped(text, options), [&](utf8proc_int32_t point) {
        if (is_apostrophe(point)) return;
        if (!is_letter_or_digit(point)) {
            if (!word.empty()) words.push_back(std::move(word));
            word.clear();
        } else if (const auto* plain = plain_letter(point)) {
            word += plain;
        } else {
            append_point(word, point);
        }
    });
    if (!word.empty()) words.push_back(std::move(word));
    return words;
}

std::string join_words(
    std::vector<std::string>::const_iterator first, std::vector<std::string>::const_iterator last
) {
    std::string joined;
    for (; first != last; ++first) {
        if (!joined.empty()) joined += ' ';
        joined += *first;
    }
    return joined;
}

}  // namespace store
