// Everything that goes to the bot passes here: signed, timed, logged. Events are tried again as
// Slack tries them; interactions never.
#pragma once

#include <map>
#include <memory>
#include <string>

#include "sandbox/http.hpp"
#include "sandbox/journal.hpp"

namespace sandbox {

// The four URLs that an app registers.
enum class Endpoint { events, interactivity, options, commands };
std::string_view path_of(Endpoint endpoint);

struct Delivery {
    HttpOutcome outcome = {};
    Millis ms = 0;
    std::int64_t log_seq = 0;

    unsigned status() const { return outcome.response.status; }
    bool answered() const { return outcome.arrival == Arrival::answered; }
    bool ok() const { return answered() && status() / 100 == 2; }
    // Slack's word for what went wrong; empty if nothing did.
    std::string failure() const;
    // {status, ms, log_id, failure?}
    Json json() const;
};

// The time Slack gives an answer, network included.
inline constexpr milliseconds slack_patience{3000};

class Deliverer {
 public:
    struct Options {
        std::string bot_url;
        std::string ca_file;
        std::string signing_secret;
        milliseconds answer_time = slack_patience;
    };

    Deliverer(asio::io_context& io, Clock& clock, Journal& journal, Options options);

    // Throws std::invalid_argument.
    void set_bot_url(const std::string& url) { bot_ = Origin::parse(url); }
    std::string bot_url() const { return bot_.text(); }

    // Signs `body` and posts it. `kind` and `user` are for the log. A missed deadline or an error
    // status is recorded as a violation; a bot that is down is not.
    Task<Delivery> send(
        const Endpoint& endpoint,
        const std::string& kind,
        const std::string& user,
        const std::string& body,
        const Headers& extra = {}
    );
    // The next `times` deliveries do not reach the bot: its answer is late (http_timeout, after the
    // whole time), or nothing is there (connection_failed). Nobody is blamed for it.
    void lose(Arrival how, int times);
    int to_lose() const { return to_lose_; }
    // From now on what this person does is recorded but not sent; each kind is answered with the
    // JSON under its name, or with an empty 200.
    void answer_for(const std::string& user, Json by_kind) { stood_in_[user] = std::move(by_kind); }

    // As it is, whatever it is: for hostile requests. Never a violation.
    Task<Delivery> send_raw(
        const std::string& kind, const std::string& user, const HttpRequest& request
    );
    // The headers that make a body Slack's, signed at `timestamp`.
    Headers signed_headers(std::string_view body, std::string_view timestamp) const;

 private:
    // The bot's answer, or what stands in its place.
    Task<HttpOutcome> exchange(
        const std::string& kind, const std::string& user, const HttpRequest& request
    );
    Task<HttpOutcome> lost();

    asio::io_context& io_;
    Clock& clock_;
    Journal& journal_;
    HttpClient client_;
    Origin bot_;
    std::string signing_secret_;
    milliseconds answer_time_;
    int to_lose_ = 0;
    Arrival loss_ = Arrival::http_timeout;
    std::map<std::string, Json> stood_in_;  // answers by kind, by user
};

// The form that interactive payloads come in.
std::string payload_form(const Json& payload);

}  // namespace sandbox
