// An answer as the bytes that go out, in one piece, so that it costs one write.
#pragma once

#include <string>

#include "bot/http.hpp"

namespace bot {

// How the connection goes on after the answer.
struct ResponseFraming {
    bool keep_alive = true;
    bool http_1_0 = false;  // what the request spoke
    bool head = false;      // asked with HEAD: the header alone
};

// Appends the answer to `out`.
void append_response(
    std::string& out, const HttpResponse& response, const ResponseFraming& framing
);

}  // namespace bot
