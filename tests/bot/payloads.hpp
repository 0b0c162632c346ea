// Payload files in the shapes that Slack sends, and the form encoding around them.
#pragma once

#include <fstream>
#include <iterator>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace payloads {

inline std::string file(const std::string& name) {
    std::ifstream in{std::string{LATCHKEY_TESTS} + "/payloads/" + name, std::ios::binary};
    if (!in) throw std::runtime_error{"no payload " + name};
    return {std::istreambuf_iterator<char>{in}, {}};
}

inline std::string percent_encoded(std::string_view text) {
    constexpr std::string_view hex = "0123456789ABCDEF";
    std::string out;
    for (const char c : text) {
        const auto byte = static_cast<unsigned char>(c);
        const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
                           (c >= '0' && c <= '9') || c == '-' || c == '.' || c == '_';
        if (plain) {
            out += c;
        } else if (c == ' ') {
            out += '+';
        } else {
            out += {'%', hex[byte >> 4], hex[byte & 15]};
        }
    }
    return out;
}

inline std::string as_payload(std::string_view json) {
    return "payload=" + percent_encoded(json);
}

inline const std::vector<std::string> events{
    "url_verification.json",
    "app_home_opened.json",
    "message_im.json",
    "message_org.json",
    "user_change.json",
    "tokens_revoked.json",
    "app_rate_limited.json"};
inline const std::vector<std::string> interactions{
    "block_actions_message.json",
    "block_actions_view.json",
    "view_submission.json",
    "view_closed.json",
    "block_suggestion.json",
    "shortcut.json",
    "message_action.json"};

}  // namespace payloads
