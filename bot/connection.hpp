// What the listener remembers of one connection: its bytes, where it stands, since when and until
// when. Belongs to the loop's thread.
#pragma once

#include <chrono>
#include <cstddef>
#include <string>

#include "bot/request_reader.hpp"
#include "bot/stream.hpp"

namespace bot {

struct ListenerOptions;

using SteadyTime = std::chrono::steady_clock::time_point;

enum class Phase {
    handshake,  // TLS
    idle,       // no byte of the next request yet
    header,
    body,
    answer,    // the request is whole; its answer is being made or written
    farewell,  // the last words; no further request
};

// What the sweep does with a connection whose time is up.
enum class Overdue {
    no,
    wake,  // end its waiting: it says its last words itself
    cut,   // close the socket
};

struct Connection {
    Connection(
        const ListenerOptions& options, Socket&& socket, const TlsContext& context, SteadyTime now
    );

    // Enters a phase, and sets the time it may take.
    void enter(Phase next, SteadyTime now);
    Overdue overdue(SteadyTime now) const;
    // Waits for its peer's first bytes, handshake or header: to lose it harms least.
    bool is_waiting() const;

    const ListenerOptions& options;
    Stream stream;
    RequestReader reader;
    std::string input;   // read, but not yet taken by the reader
    std::string output;  // the answer; keeps its memory from one to the next
    Phase phase = Phase::handshake;
    SteadyTime since;            // when the phase began
    SteadyTime begun;            // when the request's first byte came
    SteadyTime deadline;         // when the phase must have ended
    bool timed_out = false;      // the sweep ended the waiting
    bool fresh = true;           // has not sent a whole request yet
    int refusal = 0;             // what the request is refused with before a handler sees it
    std::size_t body_bytes = 0;  // its share of the bodies in flight
};

}  // namespace bot
