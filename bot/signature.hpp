// Whether a request really comes from Slack: signature v0 over the raw bytes (slack-protocol.md
// 1.1). Two secrets may be valid while one is being replaced; a replay is refused after 300 s.
#pragma once

#include <chrono>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "bot/http.hpp"

namespace bot {

enum class SignatureVerdict {
    valid,
    missing,              // no signature or timestamp header, or an empty one
    duplicated,           // two of a kind
    malformed_timestamp,  // not decimal digits only
    stale,                // more than 300 s from our clock, in the past or in the future
    mismatch,             // not the signature of these bytes under any of our secrets
};

// A short name for metrics ("stale") and a sentence for the log.
std::string_view name(SignatureVerdict verdict);
std::string_view describe(SignatureVerdict verdict);

// Not for several threads at once. Keys are set up once, at construction.
class SignatureVerifier {
 public:
    // The secrets are used as their literal text. Throws std::invalid_argument if there is none or
    // one is empty: an empty key would let anybody sign.
    explicit SignatureVerifier(const std::vector<std::string>& secrets);
    ~SignatureVerifier();
    SignatureVerifier(const SignatureVerifier&) = delete;
    SignatureVerifier& operator=(const SignatureVerifier&) = delete;

    // Never throws for what a request holds. `now` is the real clock's, not the product's.
    SignatureVerdict verify(const HttpRequest& request, std::chrono::system_clock::time_point now)
        const;

 private:
    struct Key;
    std::vector<std::unique_ptr<Key>> keys_;
};

}  // namespace bot
