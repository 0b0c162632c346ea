// The signature check against the protocol sheet's vector, an independent HMAC and the forgeries
// that other libraries let through.
#include "bot/signature.hpp"

#include <openssl/evp.h>
#include <openssl/hmac.h>

#include <catch2/catch.hpp>

namespace {

using bot::HttpRequest;
using bot::SignatureVerdict;
using bot::SignatureVerifier;
using namespace std::chrono_literals;

// slack-protocol.md 1.1.
const std::string secret = "8f742231b10e8888abcd99yyyzzz85a5";
const std::string timestamp = "1531420618";
const std::string body =
    "token=xyzz0WbapA4vBCDEFasx0q6G&team_id=T1DC2JH3J&team_domain=testteamnow&channel_id=G8PSS9T3V"
    "&channel_name=foobar&user_id=U2CERLKJA&user_name=roadrunner&command=%2Fwebhook-collect&text="
    "&response_url=https%3A%2F%2Fhooks.slack.com%2Fcommands%2FT1DC2JH3J%2F397700885554"
    "%2F96rGlfmibIGlgcZRskXaIFfN"
    "&trigger_id=398738663015.47445629121.803a0bc887a14d10d2c447fce8b6703c";
const std::string signature = "v0=a2114d57b48eac39b9ad189dd8316235a7b4a8d21a10bd27519666489c69b503";
const std::chrono::system_clock::time_point then{1531420618s};

HttpRequest vector_request() {
    HttpRequest request;
    request.body = body;
    request.signatures = {signature};
    request.timestamps = {timestamp};
    return request;
}

SignatureVerdict check(
    const HttpRequest& request,
    std::chrono::system_clock::time_point now = then,
    const std::vector<std::string>& secrets = {secret}
) {
    return SignatureVerifier{secrets}.verify(request, now);
}

// Another way to the same value: OpenSSL's one-shot HMAC().
std::string sign(const std::string& key, const std::string& stamp, const std::string& bytes) {
    const auto base = "v0:" + stamp + ":" + bytes;
    unsigned char digest[EVP_MAX_MD_SIZE];
    unsigned int size = 0;
    HMAC(
        EVP_sha256(),
        key.data(),
        static_cast<int>(key.size()),
        reinterpret_cast<const unsigned char*>(base.data()),
        base.size(),
        digest,
        &size
    );
    std::string hex = "v0=";
    for (unsigned int i = 0; i < size; ++i) {
        hex += "0123456789abcdef"[digest[i] >> 4];
        hex += "0123456789abcdef"[digest[i] & 15];
    }
    return hex;
}

HttpRequest signed_request(
    const std::string& stamp, const std::string& bytes, const std::string& key = secret
) {
    HttpRequest request;
    request.body = bytes;
    request.signatures = {sign(key, stamp, bytes)};
    request.timestamps = {stamp};
    return request;
}

}  // namespace

TEST_CASE("the sheet's test vector is valid") {
    CHECK(check(vector_request()) == SignatureVerdict::valid);
}

TEST_CASE("one verifier gives the same verdict however often it is asked") {
    SignatureVerifier verifier{{"another secret", secret}};
    auto forged = vector_request();
    forged.body += "x";
    for (int i = 0; i < 3; ++i) {
        CHECK(verifier.verify(vector_request(), then) == SignatureVerdict::valid);
        CHECK(verifier.verify(forged, then) == SignatureVerdict::mismatch);
    }
}

TEST_CASE("a body with NUL and non-UTF-8 bytes, and an empty one, are signed as they are") {
    using namespace std::string_literals;
    const auto stamp = timestamp;
    for (const auto& bytes : {"a\0b\xff\xfe"s, ""s, std::string(300'000, '\0')}) {
        CHECK(check(signed_request(stamp, bytes)) == SignatureVerdict::valid);
    }
}

TEST_CASE("a signature under the previous secret is valid while both are set") {
    const auto old = signed_request(timestamp, body, "the previous one");
    CHECK(check(old, then, {secret, "the previous one"}) == SignatureVerdict::valid);
    CHECK(check(old, then, {"the previous one", secret}) == SignatureVerdict::valid);
    CHECK(check(old, then, {secret}) == SignatureVerdict::mismatch);
}

TEST_CASE("a secret is used as its literal text and not decoded from hex") {
    const std::string raw = "\x8f\x74\x22\x31";
    CHECK(
        check(signed_request(timestamp, body, raw), then, {"8f742231"}) ==
        SignatureVerdict::mismatch
    );
}

TEST_CASE("no secret or an empty one stops the start") {
    CHECK_THROWS_AS(SignatureVerifier{{}}, std::invalid_argument);
    CHECK_THROWS_AS((SignatureVerifier{{secret, ""}}), std::invalid_argument);
}

TEST_CASE("300 seconds of difference are accepted and 301 are stale, both ways") {
    CHECK(check(vector_request(), then + 300s) == SignatureVerdict::valid);
    CHECK(check(vector_request(), then - 300s) == SignatureVerdict::valid);
    CHECK(check(vector_request(), then + 301s) == SignatureVerdict::stale);
    CHECK(check(vector_request(), then - 301s) == SignatureVerdict::stale);
    CHECK(check(vector_request(), then + 6min) == SignatureVerdict::stale);
    CHECK(check(vector_request(), then - 6min) == SignatureVerdict::stale);
}

TEST_CASE("a missing or empty header is refused as missing") {
    auto request = vector_request();
    request.signatures.clear();
    CHECK(check(request) == SignatureVerdict::missing);
    request = vector_request();
    request.timestamps.clear();
    CHECK(check(request) == SignatureVerdict::missing);
    request = vector_request();
    request.signatures = {""};
    CHECK(check(request) == SignatureVerdict::missing);
    request = vector_request();
    request.timestamps = {""};
    CHECK(check(request) == SignatureVerdict::missing);
    CHECK(check(HttpRequest{}) == SignatureVerdict::missing);
}

TEST_CASE("a header that comes twice is refused as duplicated, equal or not") {
    auto request = vector_request();
    request.signatures = {signature, signature};
    CHECK(check(request) == SignatureVerdict::duplicated);
    request.signatures = {"v0=0", signature};
    CHECK(check(request) == SignatureVerdict::duplicated);
    request = vector_request();
    request.timestamps = {timestamp, "1531420619"};
    CHECK(check(request) == SignatureVerdict::duplicated);
}

TEST_CASE("a timestamp that is not decimal digits only is malformed, even if signed so") {
    using namespace std::string_literals;
    for (const auto& stamp :
         {"+1531420618"s,
          "-1531420618"s,
          " 1531420618"s,
          "1531420618 "s,
          "1531420618.0"s,
          "0x5b479d4a"s,
          "1531420618\0"s,
          "1.5e9"s,
          "now"s,
          "99999999999999999999"s,
          "\xd9\xa1\xd9\xa5"s,
          "1531420618,1531420618"s}) {
        INFO(stamp);
        CHECK(check(signed_request(stamp, body)) == SignatureVerdict::malformed_timestamp);
    }
}

TEST_CASE("the largest timestamp that fits is stale and not an overflow") {
    CHECK(check(signed_request("9223372036854775807", body)) == SignatureVerdict::stale);
    CHECK(check(signed_request("0", body)) == SignatureVerdict::stale);
}

TEST_CASE("a signature of the wrong shape is a mismatch") {
    const auto hex = signature.substr(3);
    auto upper = hex;
    for (auto& c : upper)
        c = static_cast<char>(std::toupper(c));
    for (const auto& shape :
         {hex,
          "v1=" + hex,
          "V0=" + hex,
          "v0=" + upper,
          "v0=" + hex + "0",
          "v0=" + hex.substr(1),
          std::string("v0="),
          std::string("v0"),
          " " + signature,
          signature + " ",
          signature + "," + signature,
          "v0=" + std::string(64, '0')}) {
        INFO(shape);
        auto request = vector_request();
        request.signatures = {shape};
        CHECK(check(request) == SignatureVerdict::mismatch);
    }
}

TEST_CASE("the timestamp is part of what is signed") {
    auto request = vector_request();
    request.timestamps = {"1531420619"};
    CHECK(check(request) == SignatureVerdict::mismatch);
    // The same number written otherwise is not the same bytes.
    request.timestamps = {"01531420618"};
    CHECK(check(request) == SignatureVerdict::mismatch);
}

TEST_CASE("any one-bit change of body, timestamp or signature is refused") {
    SignatureVerifier verifier{{secret}};
    const auto first_accepted = [&](const std::string& text, auto put) {
        for (std::size_t bit = 0; bit < text.size() * 8; ++bit) {
            auto changed = text;
            changed[bit / 8] = static_cast<char>(changed[bit / 8] ^ (1 << (bit % 8)));
            auto request = vector_request();
            put(request, changed);
            if (verifier.verify(request, then) == SignatureVerdict::valid) return bit;
        }
        return std::string::npos;
    };
    const auto none = std::string::npos;
    const auto put_body = [](HttpRequest& r, std::string& t) { r.body = t; };
    const auto put_stamp = [](HttpRequest& r, std::string& t) { r.timestamps = {t}; };
    const auto put_signature = [](HttpRequest& r, std::string& t) { r.signatures = {t}; };
    CHECK(first_accepted(body, put_body) == none);
    CHECK(first_accepted(timestamp, put_stamp) == none);
    CHECK(first_accepted(signature, put_signature) == none);
}

TEST_CASE("each verdict has a name and a sentence of its own") {
    using enum SignatureVerdict;
    std::vector<std::string_view> seen;
    for (auto verdict : {valid, missing, duplicated, malformed_timestamp, stale, mismatch}) {
        CHECK(std::count(seen.begin(), seen.end(), bot::name(verdict)) == 0);
        CHECK(std::count(seen.begin(), seen.end(), bot::describe(verdict)) == 0);
        seen.push_back(bot::name(verdict));
        seen.push_back(bot::describe(verdict));
    }
}
