// One connection's life from its first byte to its last: handshake, requests in turn, farewell.
#pragma once

#include <boost/asio/io_context.hpp>
#include <cstddef>
#include <list>
#include <string_view>

#include "bot/connection.hpp"
#include "bot/http.hpp"
#include "bot/listener.hpp"

namespace bot {

// What all connections of a listener share.
struct Door {
    // Enters a phase; a drain shortens the time for a first request.
    void enter(Connection& connection, Phase phase) const;
    void count(std::string_view connection_result) const;

    asio::io_context& io;
    ListenerOptions options;
    HttpHandler handler;
    TlsContext tls = {};  // none: plain HTTP
    std::list<Connection> connections = {};
    std::size_t body_bytes = 0;  // of all requests in flight
    bool draining = false;
};

// Returns when nothing more is to be said. Never throws for what a peer or a handler does. Both
// references must outlive it.
store::Task<void> converse(Door& door, Connection& connection);

}  // namespace bot
