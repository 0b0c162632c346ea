// The encodings of the wire: forms, base64, counting as Slack counts, and the v0 signature.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace sandbox {

using FormFields = std::vector<std::pair<std::string, std::string>>;

// application/x-www-form-urlencoded. Decoding is nullopt at a broken percent sign.
std::string encode_form(const FormFields& fields);
std::optional<FormFields> decode_form(std::string_view body);
std::string percent_encode(std::string_view text);
std::optional<std::string> percent_decode(std::string_view text, bool plus_is_space = true);

std::string base64(std::string_view bytes);
std::optional<std::string> decode_base64(std::string_view text);

// The length of UTF-8 text in UTF-16 code units, the unit that all limits are counted in here.
std::size_t utf16_length(std::string_view text);

// "v0=…" over `body`, keyed by the literal text of the secret.
std::string sign_v0(std::string_view secret, std::string_view timestamp, std::string_view body);

// SHA-256 in lower-case hex, to tell bodies apart in the log.
std::string sha256_hex(std::string_view bytes);

// `count` characters from an alphabet, unguessable.
std::string random_text(std::size_t count, std::string_view alphabet);
inline constexpr std::string_view hex_digits = "0123456789abcdef";
inline constexpr std::string_view decimal_digits = "0123456789";
inline constexpr std::string_view id_letters = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ";
inline constexpr std::string_view all_letters =
    "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

std::string lower_case(std::string_view text);
// Blanks removed at both ends.
std::string trimmed(std::string_view text);
bool contains(std::string_view text, std::string_view part);
// Without regard to ASCII case.
bool contains_folded(std::string_view text, std::string_view part);
std::vector<std::string> split(std::string_view text, char separator);

}  // namespace sandbox
