// One table tells for each byte whether it is copied; only '+' and '%' leave the fast loop.
#include "bot/form_decode.hpp"

#include <array>
#include <cstdint>

namespace bot {

namespace {

constexpr std::uint8_t no_digit = 0xff;

constexpr auto digits = [] {
    std::array<std::uint8_t, 256> table{};
    table.fill(no_digit);
    for (unsigned i = 0; i < 10; ++i)
        table['0' + i] = static_cast<std::uint8_t>(i);
    for (unsigned i = 0; i < 6; ++i) {
        table['a' + i] = table['A' + i] = static_cast<std::uint8_t>(10 + i);
    }
    return table;
}();

constexpr auto special = [] {
    std::array<bool, 256> table{};
    table['%'] = table['+'] = true;
    return table;
}();

constexpr std::size_t usual_bytes = 262'144;

std::uint8_t byte(char c) {
    return static_cast<std::uint8_t>(c);
}

}  // namespace

bool FormDecoder::unescape(std::string_view from, char*& to) {
    const char* at = from.data();
    const char* const end = at + from.size();
    char* out = to;  // a local: what is written through `to` could alias it
    while (at != end) {
        if (!special[byte(*at)]) {
            *out++ = *at++;
        } else if (*at == '+') {
            *out++ = ' ';
            ++at;
        } else {
            if (end - at < 3) return false;
            const auto high = digits[byte(at[1])];
            const auto low = digits[byte(at[2])];
            if ((high | low) == no_digit) return false;
            *out++ = static_cast<char>(high << 4 | low);
            at += 3;
        }
    }
    to = out;
    return true;
}

FormFault FormDecoder::take(std::string_view pair, char*& to) {
    if (fields_.size() == most_fields) return FormFault::too_many_fields;
    const auto equals = pair.find('=');
    char* const name = to;
    if (!unescape(pair.substr(0, equals), to)) return FormFault::percent_encoding;
    const std::string_view decoded_name{name, static_cast<std::size_t>(to - name)};
    culprit_ = decoded_name;
    if (find(decoded_name)) return FormFault::duplicate_field;

    char* const value = to;
    if (equals != std::string_view::npos && !unescape(pair.substr(equals + 1), to)) {
        return FormFault::percent_encoding;
    }
    fields_.push_back({decoded_name, value, static_cast<std::size_t>(to - value)});
    *to++ = '\0';
    return FormFault::none;
}

FormFault FormDecoder::decode(std::string_view body) {
    fields_.clear();
    culprit_ = {};
    if (buffer_.size() > usual_bytes && body.size() < usual_bytes) buffer_ = {};
    // Each field loses at least '=' or '&', or is the last: one NUL apiece fits.
    if (buffer_.size() < body.size() + most_fields + 1)
        buffer_.resize(body.size() + most_fields + 1);

    char* to = buffer_.data();
    while (!body.empty()) {
        const auto pair = body.substr(0, body.find('&'));
        body.remove_prefix(pair.size() == body.size() ? pair.size() : pair.size() + 1);
        if (pair.empty()) continue;
        if (const auto fault = take(pair, to); fault != FormFault::none) return fault;
    }
    culprit_ = {};
    return FormFault::none;
}

const FormField* FormDecoder::find(std::string_view name) const {
    for (const auto& field : fields_) {
        if (field.name == name) return &field;
    }
    return nullptr;
}

}  // namespace bot
