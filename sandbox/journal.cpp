// A ring of exchanges. Bodies are kept as they were (a replay needs them) and masked on the way
// out.
#include "sandbox/journal.hpp"

#include <chrono>

#include "sandbox/encoding.hpp"

namespace sandbox {

namespace {

constexpr std::size_t most_entries = 100'000;
constexpr std::int64_t most_bodies = 5'000;

std::int64_t steady_us() {
    const auto now = std::chrono::steady_clock::now().time_since_epoch();
    return std::chrono::duration_cast<std::chrono::microseconds>(now).count();
}

// Replaces what follows `mark` (letters, digits, '-', '_', '.') by stars.
void mask_after(std::string& text, std::string_view mark, std::string_view also = "") {
    for (std::size_t at = text.find(mark); at != std::string::npos; at = text.find(mark, at)) {
        at += mark.size();
        std::size_t end = at;
        // A quotation mark that is percent-encoded ends it, too.
        while (end < text.size() && text.compare(end, 3, "%22") != 0 &&
               (std::isalnum(static_cast<unsigned char>(text[end])) ||
                contains("-_.", std::string_view(&text[end], 1)) ||
                contains(also, std::string_view(&text[end], 1))))
            ++end;
        text.replace(at, end - at, "***");
    }
}

bool secret_header(std::string_view name) {
    const std::string folded = lower_case(name);
    return folded == "authorization" || folded == "x-slack-signature" || folded == "cookie";
}

}  // namespace

std::string masked(std::string text) {
    mask_after(text, "xoxb-");
    mask_after(text, "xoxp-");
    mask_after(text, "xapp-");
    mask_after(text, "/response/", "/");
    mask_after(text, "\\/response\\/", "/\\");
    mask_after(text, "%2Fresponse%2F", "%");
    mask_after(text, "%5C%2Fresponse%5C%2F", "%");
    return text;
}

Json LogEntry::json(bool with_bodies) const {
    Json out = Json::object(
        {{"seq", seq},
         {"direction", to_bot ? "to_bot" : "from_bot"},
         {"kind", kind},
         {"user", user.empty() ? Json() : Json(user)},
         {"status", static_cast<int>(status)},
         {"error", error.empty() ? Json() : Json(error)},
         {"ms", ms},
         {"started_at", started_at},
         {"us", us},
         {"began_us", began_us},
         {"done", done},
         {"digest", digest}}
    );
    if (!with_bodies) return out;
    Json headers = Json::object();
    for (const auto& [name, value] : request.headers)
        headers.set(name, secret_header(name) ? "***" : masked(value));
    out.set("target", masked(request.target)).set("headers", headers);
    out.set("has_bodies", has_bodies);
    out.set("request", masked(request.body)).set("answer", masked(answer));
    return out;
}

Json Violation::json() const {
    return Json::object(
        {{"seq", seq}, {"kind", kind}, {"detail", detail}, {"log_seq", log_seq}, {"at", at}}
    );
}

std::int64_t Journal::begin(bool to_bot, std::string kind, std::string user, HttpRequest request) {
    LogEntry entry{.seq = next_++, .to_bot = to_bot, .kind = std::move(kind)};
    entry.user = std::move(user);
    entry.started_at = clock_.real();
    entry.began_us = steady_us();
    entry.digest = sha256_hex(request.body);
    entry.request = std::move(request);
    entries_.push_back(std::move(entry));
    if (entries_.size() > most_entries) entries_.pop_front();
    if (LogEntry* old = find(next_ - 1 - most_bodies)) {
        old->request = {};
        old->answer.clear();
        old->has_bodies = false;
    }
    return next_ - 1;
}

void Journal::end(std::int64_t seq, unsigned status, std::string error, std::string answer) {
    if (LogEntry* entry = find(seq)) {
        entry->status = status;
        entry->error = std::move(error);
        if (entry->has_bodies) entry->answer = std::move(answer);
        entry->ms = clock_.real() - entry->started_at;
        entry->us = steady_us() - entry->began_us;
        entry->done = true;
    }
    changed.notify();
}

LogEntry* Journal::find(std::int64_t seq) {
    if (entries_.empty() || seq < entries_.front().seq || seq >= next_) return nullptr;
    return &entries_[static_cast<std::size_t>(seq - entries_.front().seq)];
}

std::vector<const LogEntry*> Journal::after(std::int64_t after) const {
    std::vector<const LogEntry*> found;
    if (entries_.empty()) return found;
    const std::int64_t first = std::max(after + 1, entries_.front().seq);
    for (std::int64_t seq = first; seq < next_; ++seq)
        found.push_back(&entries_[static_cast<std::size_t>(seq - entries_.front().seq)]);
    return found;
}

void Journal::violation(std::string kind, std::string detail, std::int64_t log_seq) {
    violations_.push_back(
        {next_violation_++, log_seq, clock_.real(), std::move(kind), std::move(detail)}
    );
    changed.notify();
}

}  // namespace sandbox
