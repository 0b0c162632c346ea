// The Events API: wraps inner events, delivers them, and retries as Slack does (at once, after one
// minute, after five), with the faults that tests ask for.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>

#include "sandbox/delivery.hpp"
#include "sandbox/workspace.hpp"

namespace sandbox {

// What Slack does to events now and then, on demand.
struct EventFaults {
    int duplicate = 0;              // how many of the next events are delivered twice
    bool duplicate_new_id = false;  // the copy has an event_id of its own
    bool reorder = false;           // an event is held back until the next one has gone out
};

class Events {
 public:
    Events(
        asio::io_context& io,
        Clock& clock,
        Workspace& workspace,
        Deliverer& deliverer,
        Signal& clock_moved
    );

    // Delivers `event` and returns after the first success, or after the retry that follows at
    // once; later retries go on by themselves. {status, ms, attempts, event_id, failure?}
    Task<Json> send(const Json& event, const std::string& user);
    // The same without waiting for it.
    void post(const Json& event, const std::string& user);

    void set_faults(const EventFaults& faults);
    // Retries that wait for their time now.
    int retrying() const { return retrying_; }

 private:
    struct Outgoing;
    Task<Json> attempt_all(std::shared_ptr<Outgoing> out);
    Task<bool> attempt(std::shared_ptr<Outgoing> out);
    Task<void> retry_later(std::shared_ptr<Outgoing> out);
    Task<void> run(std::shared_ptr<Outgoing> out);
    Task<void> wait_turn(std::shared_ptr<Outgoing> out);
    std::shared_ptr<Outgoing> wrap(const Json& event, const std::string& user);

    asio::io_context& io_;
    Clock& clock_;
    Workspace& workspace_;
    Deliverer& deliverer_;
    Signal& clock_moved_;
    Signal passed_;  // an event went out while another is held
    Signal freed_;   // a posted event is done
    int posting_ = 0;
    EventFaults faults_;
    int retrying_ = 0;
    int held_ = 0;
    std::int64_t sent_ = 0;
};

}  // namespace sandbox
