#include "bot/mailer.hpp"

#include <spdlog/spdlog.h>

#include <algorithm>
#include <vector>

#include "bot/beside.hpp"
#include "bot/models/mails.hpp"

namespace bot {
namespace {

using std::chrono::minutes;

// What happened is written down after so many.
constexpr int most_at_once = 20;
constexpr auto give_up_after = std::chrono::hours{24};

// 1, 2, 4 … minutes, up to an hour.
std::chrono::milliseconds pause_after(int attempts) {
    return std::min<std::chrono::milliseconds>(
        minutes{1} * (1 << std::clamp(attempts - 1, 0, 6)), minutes{60}
    );
}

}  // namespace

// A mail on its way, and what became of it.
struct Mailer::Letter {
    store::MailRow row;
    std::optional<Mail> mail;  // nothing: there is nothing to say any more
    bool tried = false;
    std::optional<SmtpFailure> failure;
};

SmtpOptions smtp_options(const Settings& settings) {
    SmtpOptions options;
    options.url = settings.smtp.url;
    options.from = settings.smtp.from;
    options.user = settings.smtp.user;
    options.password_file = settings.smtp.password_file;
    options.ca_file = settings.ca_file;
    return options;
}

Mailer::Mailer(
    boost::asio::io_context& io, store::Gate& gate, Clock& clock, const Settings& settings
)
    : io_(io),
      gate_(gate),
      clock_(clock),
      set_up_(!settings.smtp.url.empty()),
      tasks_url_(settings.tasks_url),
      waker_(io, clock) {
    if (set_up_) smtp_.emplace(smtp_options(settings), stopping_);
}

void Mailer::stop() {
    stopping_ = true;
    wake();
}

store::Task<void> Mailer::run() {
    while (!stopping_ && set_up_) {
        std::optional<store::Millis> next;
        bool broken = false;
        try {
            if (!recovered_) co_await recover();
            next = co_await step();
        } catch (const std::exception& failure) {
            spdlog::error("e-mail: {}", failure.what());
            broken = true;
            recovered_ = false;
        }
        if (broken) next = clock_.now_ms() + std::chrono::seconds{10};
        if (!stopping_) co_await waker_.wait(next);
    }
}

store::Task<void> Mailer::recover() {
    auto unit = [](store::Tx& tx) { return store::recover_mails(tx); };
    const int interrupted = co_await gate_.write(unit, store::Lane::background);
    recovered_ = true;
    if (interrupted > 0) spdlog::info("e-mail: {} were on their way at the last stop", interrupted);
}

// Sends what is due; when to look again.
store::Task<std::optional<store::Millis>> Mailer::step() {
    auto look = [](store::Tx& tx) { return store::next_mail_due(tx); };
    while (!stopping_) {
        const auto next = co_await gate_.read(look);
        const auto now = clock_.now_ms();
        if (!next || *next > now) co_return next;
        auto take = [&](store::Tx& tx) {
            std::vector<Letter> taken;
            for (auto& row : store::take_due_mails(tx, now, most_at_once)) {
                auto mail = models::mail_of(tx, row, tasks_url_);
                taken.push_back({std::move(row), std::move(mail), false, {}});
            }
            return taken;
        };
        auto letters = co_await gate_.write(take, store::Lane::background);
        co_await send(letters);
    }
    co_return std::nullopt;
}

store::Task<void> Mailer::send(std::vector<Letter>& letters) {
    auto work = [&] {
        for (auto& letter : letters) {
            if (stopping_) break;
            if (!letter.mail) continue;
            letter.tried = true;
            letter.failure = smtp_->send(*letter.mail);
            // A server that cannot be used has no more use for the others.
            if (letter.failure && letter.failure->passing) break;
        }
        return true;
    };
    co_await beside(io_, work);
    const auto now = clock_.now_ms();
    const auto at = std::chrono::floor<std::chrono::seconds>(now);
    std::string trouble;
    int failed = 0;
    auto note = [&](store::Tx& tx) {
        failed = 0;
        // What follows a letter that the server could not take waits as long as that one.
        std::optional<store::Millis> again;
        for (const auto& [row, mail, tried, failure] : letters) {
            if (!mail) {
                store::mail_dropped(tx, row.id);
            } else if (tried && !failure) {
                store::mail_sent(tx, row.id, at);
            } else if (stopping_ || (!tried && !again)) {
                store::mail_put_back(tx, row.id);
            } else if (!tried) {
                store::mail_failed(tx, row.id, trouble, *again);
            } else if (!failure->passing || row.created + give_up_after <= at) {
                ++failed;
                trouble = failure->sentence;
                store::mail_given_up(tx, row.id, failure->sentence);
            } else {
                ++failed;
                trouble = failure->sentence;
                again = now + pause_after(row.attempts);
                store::mail_failed(tx, row.id, failure->sentence, *again);
            }
        }
    };
    co_await gate_.write(note, store::Lane::background);
    if (failed > 0) spdlog::warn("e-mail: {} could not be sent: {}", failed, trouble);
}

}  // namespace bot
