// Slack's signature made by the sender's side, keyed once: the load generator must not be what is
// measured.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

struct evp_mac_ctx_st;

namespace bench {

class Hmac {
 public:
    explicit Hmac(const std::string& secret);
    // "v0=" and the hex digest of "v0:timestamp:body".
    std::string sign(std::string_view timestamp, std::string_view body);

 private:
    std::unique_ptr<evp_mac_ctx_st, void (*)(evp_mac_ctx_st*)> context_;
};

}  // namespace bench
