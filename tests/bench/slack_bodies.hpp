// Slack-shaped requests for the load generator: signed, each with an id of its own, of the sizes
// that performance.md measures (1.3 kB event, 21 kB action).
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "tests/bench/hmac.hpp"

namespace bench {

enum class Kind {
    event,   // app_home_opened of the messages tab: recorded and deduplicated, no further effect
    action,  // a click in a large modal that no handler knows: parsed and routed
};

class SlackBodies {
 public:
    SlackBodies(Kind kind, const std::string& secret, const std::string& path);

    // The next request, complete with its header and a fresh signature. Valid until the next call.
    std::string_view next(std::int64_t now);
    std::size_t body_size() const { return body_.size(); }

 private:
    Hmac hmac_;
    std::string head_;
    std::string body_;
    std::size_t id_at_;  // where the 12 digits of the id stand in the body
    std::uint64_t id_;
    std::string request_;
};

}  // namespace bench
