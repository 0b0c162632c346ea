// E-mails as they go over the wire: nothing that a name or a subject holds makes a header of its
// own.
#include "bot/mail_text.hpp"

#include <catch2/catch.hpp>

namespace {

bot::Mail mail(const std::string& subject) {
    return {
        "k1",
        policy::instant(1'772'445'600),
        "mia@example.com",
        subject,
        "Grüße aus Zürich\nzweite Zeile\n"};
}

std::string header(const std::string& message, const std::string& name) {
    const auto at = ("\r\n" + message).find("\r\n" + name + ": ");
    REQUIRE(at != std::string::npos);
    const auto from = at + name.size() + 2;
    auto end = message.find("\r\n", from);
    while (end + 2 < message.size() && message[end + 2] == ' ')
        end = message.find("\r\n", end + 2);
    return message.substr(from, end - from);
}

TEST_CASE("a mail has its headers, and its text in UTF-8") {
    const auto text = bot::mail_message(mail("Plain"), "Latchkey <access@example.com>");
    CHECK(header(text, "Date") == "Mon, 02 Mar 2026 10:00:00 +0000");
    CHECK(header(text, "From") == "\"Latchkey\" <access@example.com>");
    CHECK(header(text, "To") == "mia@example.com");
    CHECK(header(text, "Subject") == "Plain");
    CHECK(header(text, "Message-ID") == "<latchkey-k1@example.com>");
    CHECK(header(text, "Content-Type") == "text/plain; charset=utf-8");
    CHECK(text.ends_with("R3LDvMOfZSBhdXMgWsO8cmljaAp6d2VpdGUgWmVpbGUK\r\n"));
    CHECK(header(bot::mail_message(mail("x"), "a@b.example"), "From") == "a@b.example");
}

TEST_CASE("a subject that is not ASCII is encoded in words that no client has trouble with") {
    CHECK(bot::header_text("Prüfung") == "=?UTF-8?B?UHLDvGZ1bmc=?=");
    std::string longer;
    for (int i = 0; i < 60; ++i)
        longer += "ü€😀";
    const auto text = bot::header_text(longer);
    std::size_t from = 0;
    while (from < text.size()) {
        const auto end = std::min(text.find("\r\n ", from), text.size());
        CHECK(end - from <= 76);
        from = end + 3;
    }
    // What looks encoded already is not taken for it.
    CHECK(bot::header_text("=?UTF-8?B?QQ==?=").starts_with("=?UTF-8?B?PT9"));
}

TEST_CASE("nothing in a mail can add a header or a recipient") {
    auto evil = mail("Hello\r\nBcc: all@example.com");
    evil.to = "mia@example.com\r\nBcc: more@example.com";
    const auto text = bot::mail_message(evil, "\"Evil\"\r\nX: 1 <access@example.com>");
    CHECK(text.find("\r\nBcc:") == std::string::npos);
    CHECK(text.find("\r\nX:") == std::string::npos);
}

TEST_CASE("an address is one that can stand in an envelope") {
    CHECK(bot::mail_address("access@example.com") == "access@example.com");
    CHECK(bot::mail_address("Latchkey <access@example.com>") == "access@example.com");
    for (const auto* wrong :
         {"",
          "access",
          "@example.com",
          "access@",
          "a b@example.com",
          "a@b@c",
          "Latchkey <>",
          "Latchkey <access>",
          "a@b.example,c@d.example",
          "a@b.example\r\n"}) {
        INFO(wrong);
        CHECK(bot::mail_address(wrong).empty());
    }
}

}  // namespace
