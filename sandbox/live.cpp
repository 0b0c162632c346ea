// Everything is compared by counters before waiting, so that nothing falls between two waits, and
// many changes at once become one event.
#include "sandbox/live.hpp"

#include "sandbox/encoding.hpp"
#include "sandbox/page.hpp"

namespace sandbox {

namespace {

// A connection whose other side is gone is noticed by then.
constexpr milliseconds heartbeat{15'000};
constexpr std::int64_t first_entries = 200;

// One page's connection: what it has been told so far.
class Audience {
 public:
    Audience(Stage& stage, Faults& faults, Signal& clock_moved, const std::string& users)
        : stage_(stage), faults_(faults), clock_moved_(clock_moved) {
        for (const std::string& user : split(users, ','))
            if (!user.empty()) add(user);
        const std::int64_t newest = stage.journal.newest();
        told_up_to_ = std::max<std::int64_t>(0, newest - first_entries);
    }

    Task<std::string> next() {
        for (;;) {
            const std::string news = collect();
            if (!news.empty()) co_return news;
            const std::vector<Signal*> signals = all_signals();
            const auto before = std::chrono::steady_clock::now();
            co_await wait_any(stage_.io, signals, heartbeat);
            const auto waited = std::chrono::steady_clock::now() - before;
            if (waited >= heartbeat) co_return ": still here\n\n";
        }
    }

 private:
    struct Watched {
        std::string id;
        std::optional<std::uint64_t> told = {};
    };

    void add(const std::string& user) {
        const Person* person = stage_.workspace.person(user);
        if (!person) throw Refusal("no such user: " + user, 404);
        watched_.push_back({person->id});
    }

    Person& person(const Watched& one) { return *stage_.workspace.person(one.id); }

    std::vector<Signal*> all_signals() {
        std::vector<Signal*> signals{&clock_moved_, &stage_.journal.changed};
        for (const Watched& one : watched_)
            signals.push_back(person(one).changed.get());
        return signals;
    }

    static std::string event(const std::string& name, const Json& data) {
        return "event: " + name + "\ndata: " + write_json(data) + "\n\n";
    }

    std::string collect() {
        std::string news;
        if (!greeted_) news += event("world", world());
        greeted_ = true;
        for (Watched& one : watched_) {
            Person& somebody = person(one);
            if (one.told == somebody.changed->count()) continue;
            news += event("person", page_json(stage_, somebody));
            one.told = somebody.changed->count();
        }
        if (clock_told_ != stage_.clock.version()) {
            clock_told_ = stage_.clock.version();
            news += event("clock", clock());
        }
        if (journal_told_ != stage_.journal.changed.count()) {
            journal_told_ = stage_.journal.changed.count();
            news += event("log", log());
        }
        return news;
    }

    Json world() const {
        const Workspace& workspace = stage_.workspace;
        const TeamInfo& team = workspace.team;
        const AppInfo& app = workspace.app;
        return Json::object(
            {{"team", Json::object({{"id", team.id}, {"name", team.name}})},
             {"app", Json::object({{"id", app.id}, {"user", app.bot_user_id}, {"name", app.name}})}}
        );
    }

    Json clock() const {
        return Json::object(
            {{"offset_ms", stage_.clock.offset()}, {"product_ms", stage_.clock.product()}}
        );
    }

    // What is still under way is told again when it is done.
    Json log() {
        Json entries = Json::array();
        std::int64_t settled = stage_.journal.newest();
        for (const LogEntry* entry : stage_.journal.after(told_up_to_)) {
            Json& told = entries.add(entry->json(false));
            if (const Person* whose = stage_.workspace.person(entry->user))
                told.set("name", display_name(stage_.workspace, *whose));
            if (!entry->done) settled = std::min(settled, entry->seq - 1);
        }
        told_up_to_ = settled;
        Json violations = Json::array();
        for (const Violation& violation : stage_.journal.violations())
            violations.add(violation.json());
        return Json::object(
            {{"entries", entries},
             {"faults", faults_.json()},
             {"lost", stage_.deliverer.to_lose()},
             {"violations", violations}}
        );
    }

    Stage& stage_;
    Faults& faults_;
    Signal& clock_moved_;
    std::vector<Watched> watched_;
    bool greeted_ = false;
    std::int64_t told_up_to_ = 0;
    std::int64_t clock_told_ = 0;
    std::optional<std::uint64_t> journal_told_;
};

}  // namespace

HttpResponse live_stream(Stage& stage, Faults& faults, Signal& clock_moved, const Json& ask) {
    const auto audience = std::make_shared<Audience>(stage, faults, clock_moved, ask.text("users"));
    HttpResponse response;
    response.headers = {{"Content-Type", "text/event-stream"}, {"Cache-Control", "no-store"}};
    response.next_piece = [audience] { return audience->next(); };
    return response;
}

}  // namespace sandbox
