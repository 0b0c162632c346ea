// The time limits of each phase. The clock is an argument.
#include "bot/connection.hpp"

#include <algorithm>

#include "bot/listener.hpp"

namespace bot {

Connection::Connection(
    const ListenerOptions& given, Socket&& socket, const TlsContext& context, SteadyTime now
)
    : options{given},
      stream{std::move(socket), context},
      reader{given.header_limit, given.body_limit} {
    enter(context ? Phase::handshake : Phase::idle, now);
}

void Connection::enter(Phase next, SteadyTime now) {
    phase = next;
    since = now;
    switch (next) {
        case Phase::handshake:
            deadline = now + options.header_time;
            return;
        case Phase::idle:
            deadline = now + options.idle_time;
            return;
        case Phase::header:
            begun = now;
            deadline = now + std::min(options.header_time, options.request_time);
            return;
        case Phase::body:
        case Phase::answer:
            deadline = begun + options.request_time;
            return;
        case Phase::farewell:
            deadline = now + options.farewell_time;
            return;
    }
}

Overdue Connection::overdue(SteadyTime now) const {
    if (now < deadline) return Overdue::no;
    switch (phase) {
        case Phase::idle:
        case Phase::header:
        case Phase::body:
            return timed_out ? Overdue::cut : Overdue::wake;
        case Phase::handshake:
        case Phase::answer:
        case Phase::farewell:
            return Overdue::cut;
    }
    return Overdue::cut;
}

bool Connection::is_waiting() const {
    return phase == Phase::handshake || phase == Phase::idle || phase == Phase::header;
}

}  // namespace bot
