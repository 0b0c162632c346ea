#include "bot/mail_text.hpp"

#include <date/date.h>
#include <openssl/evp.h>

#include <algorithm>

namespace bot {
namespace {

// An encoded word has at most 75 characters, of which 12 are "=?UTF-8?B?" and "?=".
constexpr std::size_t bytes_of_word = 45;
constexpr std::size_t body_columns = 76;

std::string base64(std::string_view bytes) {
    std::string text(4 * ((bytes.size() + 2) / 3) + 1, '\0');
    const int length = EVP_EncodeBlock(
        reinterpret_cast<unsigned char*>(text.data()),
        reinterpret_cast<const unsigned char*>(bytes.data()),
        static_cast<int>(bytes.size())
    );
    text.resize(static_cast<std::size_t>(length));
    return text;
}

bool is_plain(std::string_view text) {
    return text.size() <= 900 && std::all_of(text.begin(), text.end(), [](unsigned char c) {
               return c >= 0x20 && c < 0x7f;
           });
}

// No line of its own, no bell: control characters become spaces.
std::string one_line(std::string_view text) {
    std::string line(text);
    std::replace_if(
        line.begin(), line.end(), [](unsigned char c) { return c < 0x20 || c == 0x7f; }, ' '
    );
    return line;
}

// So many bytes at most, without cutting a character of UTF-8.
std::size_t whole_characters(std::string_view text, std::size_t most) {
    if (text.size() <= most) return text.size();
    auto end = most;
    while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xc0U) == 0x80U)
        --end;
    return end == 0 ? most : end;
}

// The name before the address, where there is one, quoted where it must be.
std::string sender(const std::string& from, const std::string& address) {
    const auto open = from.find('<');
    auto name = open == std::string::npos ? std::string() : one_line(from.substr(0, open));
    while (name.ends_with(' '))
        name.pop_back();
    if (name.empty()) return address;
    if (!is_plain(name)) return header_text(name) + " <" + address + ">";
    std::erase_if(name, [](char c) { return c == '"' || c == '\\'; });
    return "\"" + name + "\" <" + address + ">";
}

}  // namespace

std::string mail_address(std::string_view from) {
    const auto open = from.find('<');
    const auto close = from.find('>', open == std::string_view::npos ? 0 : open);
    if (open != std::string_view::npos && close != std::string_view::npos)
        from = from.substr(open + 1, close - open - 1);
    return is_mail_address(from) ? std::string(from) : std::string();
}

bool is_mail_address(std::string_view address) {
    const auto at = address.find('@');
    if (at == 0 || at == std::string_view::npos || at + 1 == address.size()) return false;
    if (address.find('@', at + 1) != std::string_view::npos) return false;
    return std::none_of(address.begin(), address.end(), [](unsigned char c) {
        return c <= 0x20 || c == 0x7f || c == '<' || c == '>' || c == ',';
    });
}

std::string header_text(std::string_view utf8) {
    const auto line = one_line(utf8);
    // What looks like an encoded word would be read as one.
    if (is_plain(line) && line.find("=?") == std::string::npos) return line;
    std::string text;
    std::string_view rest = line;
    while (!rest.empty()) {
        const auto length = whole_characters(rest, bytes_of_word);
        text += std::string(text.empty() ? "" : "\r\n ") + "=?UTF-8?B?" +
                base64(rest.substr(0, length)) + "?=";
        rest.remove_prefix(length);
    }
    return text;
}

std::string mail_date(policy::Instant at) {
    return date::format("%a, %d %b %Y %T +0000", at);
}

std::string mail_message(const Mail& mail, const std::string& from) {
    const auto address = mail_address(from);
    const auto domain = address.substr(address.find('@') + 1);
    std::string text;
    const auto line = [&](const std::string& header) { text += header + "\r\n"; };
    line("Date: " + mail_date(mail.date));
    line("From: " + sender(from, address));
    line("To: " + one_line(mail.to));
    line("Subject: " + header_text(mail.subject));
    line("Message-ID: <latchkey-" + mail.key + "@" + domain + ">");
    line("Auto-Submitted: auto-generated");
    line("MIME-Version: 1.0");
    line("Content-Type: text/plain; charset=utf-8");
    line("Content-Transfer-Encoding: base64");
    line("");
    const auto body = base64(mail.text);
    for (std::size_t at = 0; at < body.size(); at += body_columns)
        line(body.substr(at, body_columns));
    return text;
}

}  // namespace bot
