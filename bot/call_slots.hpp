// How many calls may be under way to one host at once, and who waits for a place: urgent calls
// first, and with a reserve of their own.
#pragma once

#include <boost/asio/io_context.hpp>
#include <list>

#include "bot/errand.hpp"
#include "store/gate.hpp"

namespace bot {

// Belongs to the loop's thread.
class CallSlots {
 public:
    CallSlots(asio::io_context& io, int slots, int urgent_reserve)
        : io_{io}, slots_{slots}, urgent_reserve_{urgent_reserve} {}
    CallSlots(const CallSlots&) = delete;
    CallSlots& operator=(const CallSlots&) = delete;

    // False if the errand was over before a place came free; else free() it.
    store::Task<bool> take(bool urgent, Errand& errand);
    void free();

 private:
    struct Waiter;

    bool has_room(bool urgent) const { return in_use_ < slots_ + (urgent ? urgent_reserve_ : 0); }

    asio::io_context& io_;
    const int slots_;
    const int urgent_reserve_;
    int in_use_ = 0;
    std::list<Waiter*> waiting_;
};

}  // namespace bot
