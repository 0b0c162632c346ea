// HTTP/1.1 as bytes, without a connection: a call in, its request's bytes out; an answer's bytes
// in, the answer out. What the answer may cost in memory is bounded.
#pragma once

#include <cstddef>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "bot/https_client.hpp"
#include "bot/web_address.hpp"

namespace bot {

// The whole request. Nothing if the method or a header could break out of its line.
std::optional<std::string> request_bytes(
    const HttpCall& call, const WebAddress& address, std::string_view user_agent
);

// Reads one answer, piece by piece; interim answers (1xx) are skipped.
class AnswerReader {
 public:
    enum class Progress { more, done, too_large, malformed };

    // `no_body`: answers to HEAD, whose length is told and not sent.
    AnswerReader(std::size_t body_limit, bool no_body);
    ~AnswerReader();
    AnswerReader(const AnswerReader&) = delete;
    AnswerReader& operator=(const AnswerReader&) = delete;

    // Where the next bytes go; then tell how many came.
    std::span<char> room();
    Progress filled(std::size_t bytes);
    // The other side closed properly, which ends an answer without a length.
    Progress ended();

    // Whether any byte of an answer came.
    bool began() const;
    // Once done: whether the connection can carry another call.
    bool leaves_connection_usable() const;
    HttpAnswer take();

 private:
    struct State;
    std::unique_ptr<State> state_;
};

}  // namespace bot
