// What went over the wire in both directions, and every rule of Slack's that the bot broke.
// Bounded: old entries lose their bodies first, then go altogether.
#pragma once

#include <cstdint>
#include <deque>
#include <string>
#include <vector>

#include "sandbox/clock.hpp"
#include "sandbox/http.hpp"
#include "sandbox/json.hpp"

namespace sandbox {

// One exchange. `to_bot`: a delivery of ours; else a call of the bot.
struct LogEntry {
    std::int64_t seq = 0;
    bool to_bot = false;
    std::string kind = {};  // "block_actions", "app_home_opened" …, or the Web API method
    std::string user = {};
    unsigned status = 0;  // 0 while it is under way, or where there was no answer
    std::string error = {};
    Millis started_at = 0;  // real clock
    Millis ms = 0;
    std::int64_t began_us = 0;  // the machine's steady clock, for what is finer than `started_at`
    std::int64_t us = 0;
    std::string digest = {};  // SHA-256 of the request's body
    HttpRequest request = {};
    std::string answer = {};
    bool done = false;
    bool has_bodies = true;

    // `with_bodies`: also headers, request and answer, secrets masked.
    Json json(bool with_bodies) const;
};

struct Violation {
    std::int64_t seq = 0;
    std::int64_t log_seq = 0;  // the exchange in which it was seen, 0 if none
    Millis at = 0;             // real clock
    std::string kind = {};
    std::string detail = {};

    Json json() const;
};

// Tokens, response URLs and signatures made unreadable.
std::string masked(std::string text);

class Journal {
 public:
    Journal(asio::io_context& io, const Clock& clock) : changed(io), clock_(clock) {}

    // Opens an entry and returns its number.
    std::int64_t begin(bool to_bot, std::string kind, std::string user, HttpRequest request);
    // Closes it: with the answer, or without one (`status` 0) and why.
    void end(std::int64_t seq, unsigned status, std::string error, std::string answer);
    // nullptr if there is none (any more).
    LogEntry* find(std::int64_t seq);
    // The entries that were closed after `after` was the newest: see LogEntry::seq.
    std::vector<const LogEntry*> after(std::int64_t after) const;
    std::int64_t newest() const { return next_ - 1; }

    void violation(std::string kind, std::string detail, std::int64_t log_seq = 0);
    const std::vector<Violation>& violations() const { return violations_; }
    void reset_violations() { violations_.clear(); }

    Signal changed;

 private:
    const Clock& clock_;
    std::deque<LogEntry> entries_;
    std::int64_t next_ = 1;
    std::vector<Violation> violations_;
    std::int64_t next_violation_ = 1;
};

}  // namespace sandbox
