// A mail server, spoken to by libcurl: the only user of it. It blocks, so it is used beside the
// loop, by one thread at a time. The password is read from its file at each connection and goes
// nowhere but to the server, and only over TLS.
#pragma once

#include <atomic>
#include <chrono>
#include <memory>
#include <optional>
#include <string>

#include "bot/mail_text.hpp"

namespace bot {

struct SmtpOptions {
    // smtps:// is TLS from the start. smtp:// goes on with STARTTLS, which must be there unless the
    // server is this machine's and no user is given.
    std::string url;
    std::string from;                // "access@example.com", "Latchkey <access@example.com>"
    std::string user;                // empty: no authentication
    std::string password_file;       // the user's
    std::string ca_file;             // trusted besides the system's; may be empty
    std::chrono::seconds limit{60};  // for one mail
};

// Why a mail was not taken. `passing`: it may be tomorrow.
struct SmtpFailure {
    bool passing = true;
    std::string sentence;  // nothing secret, nobody's address
};

class Smtp {
 public:
    // Once `stopping` is set, what is under way is broken off.
    Smtp(SmtpOptions options, const std::atomic<bool>& stopping);
    ~Smtp();
    Smtp(const Smtp&) = delete;
    Smtp& operator=(const Smtp&) = delete;

    // Nothing: the server has taken it. The connection is kept for the next one.
    std::optional<SmtpFailure> send(const Mail& mail);
    // Connects and logs in, without a mail.
    std::optional<SmtpFailure> look();

 private:
    struct Curl;
    bool prepare(std::string& why);
    std::optional<SmtpFailure> perform();

    SmtpOptions options_;
    const std::atomic<bool>& stopping_;
    std::unique_ptr<Curl> curl_;
};

}  // namespace bot
