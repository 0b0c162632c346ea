// What the tests of the HTTPS client share: a certificate authority, a loop and a client that
// trusts it, and servers that answer everything.
#pragma once

#include <boost/asio/co_spawn.hpp>
#include <catch2/catch.hpp>
#include <filesystem>
#include <fstream>
#include <functional>
#include <future>
#include <random>

#include "awaiting.hpp"
#include "bot/https_client.hpp"
#include "scripted_server.hpp"

namespace https_fixture {

using namespace bot;
using namespace std::chrono_literals;
using scripted::answer;
using scripted::Peer;

inline const certificates::Authority& authority() {
    static const certificates::Authority made;
    return made;
}

// A PEM file with the authority's certificate, for the length of a test.
class CaFile {
 public:
    CaFile() { std::ofstream{name_} << authority().certificate(); }
    ~CaFile() { std::filesystem::remove(name_); }
    const std::string& name() const { return name_; }

 private:
    std::string name_ = std::filesystem::temp_directory_path() /
                        ("latchkey-authority-" + std::to_string(std::random_device{}()) + ".pem");
};

inline scripted::ServerOptions tls(const certificates::Wish& wish = {}) {
    scripted::ServerOptions options;
    options.tls = authority().issue(wish);
    return options;
}

// A loop with a client that trusts the authority.
struct Fixture {
    asio::io_context io;
    CaFile ca;
    HttpsClient client;

    explicit Fixture(HttpsOptions options = {}) : client{io, trusting(std::move(options))} {}

    HttpsOptions trusting(HttpsOptions options) const {
        options.ca_file = ca.name();
        return options;
    }
    HttpResult call(const HttpCall& request) { return await_on(io, client.call(request)); }
    HttpResult call(const std::string& url) { return call(HttpCall{.url = url, .body = "{}"}); }
    TransportError failure(const HttpCall& request) {
        auto result = call(request);
        REQUIRE(result.has_error());
        return result.error();
    }
    TransportError failure(const std::string& url) {
        return failure(HttpCall{.url = url, .body = "{}"});
    }
};

inline void answer_everything(Peer& peer) {
    for (;;) {
        peer.read_request();
        peer.write(answer("fine"));
    }
}

inline bool contains(std::string_view text, std::string_view part) {
    return text.find(part) != std::string_view::npos;
}

// Starts a call and leaves it running; `done` gets its result.
inline void start(Fixture& fixture, const HttpCall& call, std::function<void(HttpResult)> done) {
    asio::co_spawn(
        fixture.io,
        fixture.client.call(call),
        [done](std::exception_ptr failure, HttpResult result) {
            if (failure) std::rethrow_exception(failure);
            done(std::move(result));
        }
    );
}

}  // namespace https_fixture
