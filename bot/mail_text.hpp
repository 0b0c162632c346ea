// An e-mail as SMTP carries it (RFC 5322): headers in ASCII whatever the subject says, and nothing
// that somebody's name or a campaign's could add to them. Pure.
#pragma once

#include <string>
#include <string_view>

#include "policy/ids.hpp"

namespace bot {

struct Mail {
    std::string key;       // of the Message-ID: the same at every attempt
    policy::Instant date;  // when it was wanted
    std::string to;        // an address
    std::string subject;   // UTF-8
    std::string text;      // UTF-8, plain
};

// The address in `from`: itself, or what stands in "Latchkey <access@example.com>" between the
// angles; empty if there is none.
std::string mail_address(std::string_view from);
// Whether it can stand in an envelope: one "@", no spaces, no control characters, no angles.
bool is_mail_address(std::string_view address);

// A header's text: as it is if it is plain ASCII, else in encoded words (RFC 2047).
std::string header_text(std::string_view utf8);

// "Mon, 02 Mar 2026 10:00:00 +0000".
std::string mail_date(policy::Instant at);

// The whole of it, with CRLF at the end of each line.
std::string mail_message(const Mail& mail, const std::string& from);

}  // namespace bot
