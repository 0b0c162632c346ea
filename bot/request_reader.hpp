// Reads one HTTP/1.x request after another out of a stream of bytes, within limits of size. It
// keeps only what we use, and refuses whatever two readers could understand differently.
#pragma once

#include <cstddef>
#include <memory>
#include <string_view>

#include "bot/http.hpp"

namespace bot {

class RequestReader {
 public:
    // In bytes: of the request line and the header fields (also of a chunk's own line and of the
    // trailer), and of the body with its chunks joined.
    RequestReader(std::size_t header_limit, std::size_t body_limit);
    ~RequestReader();
    RequestReader(RequestReader&&) noexcept;

    // Forgets the last request and waits for the next.
    void reset();

    // Takes what it can from the front of `bytes` and returns how much that was. What it left must
    // be offered again, with more behind it; bytes behind the request belong to the next one.
    // Once done() or refusal(), it takes nothing more until reset().
    std::size_t feed(std::string_view bytes);

    bool begun() const;        // a byte of the request has come
    bool header_done() const;  // false also when it was refused in the header
    bool done() const;
    int refusal() const;  // the status to refuse with, or 0

    // Of a request whose header is done.
    bool keep_alive() const;
    bool is_http_1_0() const;
    bool expects_continue() const;
    // May be moved out of.
    HttpRequest& request();

 private:
    struct Parser;
    std::unique_ptr<Parser> parser_;
    std::size_t header_limit_;
    std::size_t body_limit_;
};

}  // namespace bot
