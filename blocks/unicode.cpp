// The one file of blocks that knows utf8proc, for the rules of where a grapheme ends.
#include "blocks/unicode.hpp"

#include <utf8proc.h>

namespace blocks::unicode {

CodePoint first_of(std::string_view text) {
    if (static_cast<unsigned char>(text.front()) < 0x80) return {text.front(), text.substr(0, 1)};
    utf8proc_int32_t value = 0;
    const auto* bytes = reinterpret_cast<const utf8proc_uint8_t*>(text.data());
    const auto size = utf8proc_iterate(bytes, static_cast<utf8proc_ssize_t>(text.size()), &value);
    if (size <= 0) return {0xfffd, text.substr(0, 1)};
    return {value, text.substr(0, static_cast<std::size_t>(size))};
}

void append(std::string& out, std::int32_t code_point) {
    if (code_point < 0x80) {
        out += static_cast<char>(code_point);
        return;
    }
    utf8proc_uint8_t bytes[4];
    const auto size = utf8proc_encode_char(code_point, bytes);
    out.append(reinterpret_cast<const char*>(bytes), static_cast<std::size_t>(size));
}

std::string_view Graphemes::next() {
    auto last = first_of(rest_);
    std::size_t size = last.bytes.size();
    utf8proc_int32_t state = 0;
    while (size < rest_.size()) {
        const auto following = first_of(rest_.substr(size));
        if (utf8proc_grapheme_break_stateful(last.value, following.value, &state)) break;
        size += following.bytes.size();
        last = following;
    }
    const auto grapheme = rest_.substr(0, size);
    rest_.remove_prefix(size);
    return grapheme;
}

}  // namespace blocks::unicode
