// Requests are read and answered strictly one after the other, which is what keeps pipelined
// answers in order.
#include "bot/conversation.hpp"

#include <spdlog/spdlog.h>

#include <boost/asio/error.hpp>
#include <exception>

#include "bot/metrics.hpp"
#include "bot/response_text.hpp"

namespace bot {

namespace {

using std::chrono::steady_clock;
using store::Task;

// A header and a usual event fit into one read; a larger body comes in TLS records of 16 kB.
constexpr std::size_t first_read = 4 * 1024;
constexpr std::size_t body_read = 16 * 1024;
// What a connection may keep of each buffer between requests.
constexpr std::size_t kept_buffer = 32 * 1024;
constexpr std::string_view continue_line = "HTTP/1.1 100 Continue\r\n\r\n";

void let_go(std::string& buffer) {
    if (buffer.capacity() > kept_buffer) buffer.shrink_to_fit();
}

// Feeds what was read to the reader and follows it through the phases.
void take_input(Door& door, Connection& connection) {
    auto& reader = connection.reader;
    const auto taken = reader.feed(connection.input);
    connection.input.erase(0, taken);
    connection.refusal = reader.refusal();
    if (reader.begun() && connection.phase == Phase::idle) door.enter(connection, Phase::header);
    if (!reader.header_done()) return;
    if (connection.phase == Phase::header) door.enter(connection, Phase::body);
    const auto bytes = reader.request().body.size();
    door.body_bytes += bytes - connection.body_bytes;
    connection.body_bytes = bytes;
    if (door.body_bytes > door.options.bodies_limit) connection.refusal = 503;
}

void release_body(Door& door, Connection& connection) {
    door.body_bytes -= connection.body_bytes;
    connection.body_bytes = 0;
}

Task<boost::system::error_code> read_more(Connection& connection) {
    auto& input = connection.input;
    const auto before = input.size();
    input.resize(before + (connection.reader.header_done() ? body_read : first_read));
    const asio::mutable_buffer space{input.data() + before, input.size() - before};
    const auto result = co_await connection.stream.read(space);
    input.resize(before + result.bytes);
    co_return result.error;
}

// The peer waits for our word before it sends the body.
bool is_asked_to_continue(const Connection& connection) {
    const auto& reader = connection.reader;
    return reader.header_done() && reader.expects_continue() && connection.input.empty() &&
           connection.body_bytes == 0;
}

// A drain woke the connection; its stream still works.
bool is_only_woken(const Connection& connection, const boost::system::error_code& error) {
    return error == asio::error::operation_aborted && !connection.timed_out &&
           connection.stream.is_open();
}

// Reads until a request is whole or refused. False: there is none, because the peer has left, or
// was idle for too long, or we are about to stop.
Task<bool> receive(Door& door, Connection& connection) {
    const auto& reader = connection.reader;
    bool told_to_go_on = false;
    boost::system::error_code error;
    while (true) {
        take_input(door, connection);
        if (reader.done() || connection.refusal != 0) co_return true;
        if (error || connection.timed_out) {
            if (reader.begun()) connection.refusal = connection.timed_out ? 408 : 400;
            co_return reader.begun();
        }
        const bool leaves = door.draining && !reader.begun() && !connection.fresh;
        if (leaves) co_return false;
        if (!told_to_go_on && is_asked_to_continue(connection)) {
            told_to_go_on = true;
            const auto go_on = asio::buffer(continue_line.data(), continue_line.size());
            error = co_await connection.stream.write(go_on);
            if (error) continue;
        }
        error = co_await read_more(connection);
        if (is_only_woken(connection, error)) error = {};
    }
}

// What the handler says, or 500 if it throws.
Task<HttpResponse> handle(Door& door, HttpRequest& request) {
    try {
        auto answer = door.handler(request);
        co_return co_await std::move(answer);
    } catch (const std::exception& error) {
        spdlog::error("listener: a handler failed: {}", error.what());
    } catch (...) {
        spdlog::error("listener: a handler failed for an unknown reason");
    }
    HttpResponse failure;
    failure.status = 500;
    co_return failure;
}

// Writes the answer; true if it went out.
Task<bool> send(
    Door& door, Connection& connection, const HttpResponse& response, const ResponseFraming& framing
) {
    connection.output.clear();
    append_response(connection.output, response, framing);
    const auto bytes = asio::buffer(connection.output);
    const auto error = co_await connection.stream.write(bytes);
    let_go(connection.output);
    if (!error && door.options.metrics != nullptr) {
        const std::chrono::duration<double> took = steady_clock::now() - connection.since;
        door.options.metrics->ack_seconds.observe(took.count());
    }
    co_return !error;
}

// Answers a whole request; true if another may follow.
Task<bool> answer(Door& door, Connection& connection) {
    auto& reader = connection.reader;
    ResponseFraming framing;
    framing.http_1_0 = reader.is_http_1_0();
    framing.head = reader.request().method == "HEAD";
    connection.fresh = false;
    door.enter(connection, Phase::answer);
    const auto response = co_await handle(door, reader.request());
    const bool leaves = connection.timed_out || (door.draining && connection.input.empty());
    framing.keep_alive = reader.keep_alive() && !leaves;
    const bool sent = co_await send(door, connection, response, framing);
    co_return sent&& framing.keep_alive;
}

// Answers what no handler will see. The connection ends with it: where the next request would begin
// is not known, or the peer has shown that it cannot be trusted with our time.
Task<void> refuse(Door& door, Connection& connection) {
    if (door.options.metrics != nullptr) {
        const auto status = std::to_string(connection.refusal);
        door.options.metrics->http_refusals.add({status});
    }
    door.enter(connection, Phase::farewell);
    HttpResponse response;
    response.status = connection.refusal;
    ResponseFraming framing;
    framing.keep_alive = false;
    connection.output.clear();
    append_response(connection.output, response, framing);
    const auto bytes = asio::buffer(connection.output);
    co_await connection.stream.write(bytes);
}

// One request and its answer; true if another may follow.
Task<bool> exchange(Door& door, Connection& connection) {
    let_go(connection.input);
    connection.reader.reset();
    door.enter(connection, Phase::idle);
    const bool received = co_await receive(door, connection);
    bool goes_on = received && connection.refusal == 0;
    if (goes_on) {
        goes_on = co_await answer(door, connection);
    } else if (received) {
        co_await refuse(door, connection);
    }
    release_body(door, connection);
    co_return goes_on;
}

}  // namespace

void Door::enter(Connection& connection, Phase phase) const {
    const auto now = steady_clock::now();
    connection.enter(phase, now);
    const bool hurry = draining && (phase == Phase::idle || phase == Phase::handshake);
    if (hurry) connection.deadline = std::min(connection.deadline, now + options.fresh_time);
}

void Door::count(std::string_view connection_result) const {
    if (options.metrics == nullptr) return;
    options.metrics->http_connections.add({connection_result});
    options.metrics->open_connections.set(static_cast<double>(connections.size()));
}

Task<void> converse(Door& door, Connection& connection) {
    bool goes_on = co_await connection.stream.handshake();
    if (!goes_on) door.count("tls_failed");
    while (goes_on)
        goes_on = co_await exchange(door, connection);
    if (!connection.stream.is_open()) co_return;
    door.enter(connection, Phase::farewell);
    co_await connection.stream.part();
}

}  // namespace bot
