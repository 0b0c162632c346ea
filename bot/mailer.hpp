// Sends the e-mails that wait in the database, some at a time, on a thread of its own beside the
// loop. What the server does not take is tried again, for a day.
#pragma once

#include <atomic>
#include <boost/asio/io_context.hpp>
#include <optional>
#include <string>

#include "bot/clock.hpp"
#include "bot/settings.hpp"
#include "bot/smtp.hpp"
#include "bot/waker.hpp"
#include "store/gate.hpp"
#include "store/mails.hpp"

namespace bot {

// Without [smtp] in the settings nothing is ever sent. Belongs to the loop's thread.
class Mailer {
 public:
    Mailer(boost::asio::io_context& io, store::Gate& gate, Clock& clock, const Settings& settings);
    store::Task<void> run();
    // Something may be due.
    void wake() { waker_.wake(); }
    void stop();

 private:
    struct Letter;

    store::Task<void> recover();
    store::Task<std::optional<store::Millis>> step();
    store::Task<void> send(std::vector<Letter>& letters);

    boost::asio::io_context& io_;
    store::Gate& gate_;
    Clock& clock_;
    const bool set_up_;
    const std::string tasks_url_;
    std::atomic<bool> stopping_{false};  // written on the loop's thread
    bool recovered_ = false;
    std::optional<Smtp> smtp_;  // used by one thread at a time: there is one batch at a time
    Waker waker_;
};

SmtpOptions smtp_options(const Settings& settings);

}  // namespace bot
