// The event path in stages, each with the one before: where the time of a request goes. It listens
// with the daemon's own parts and stops at SIGTERM.
#include <spdlog/spdlog.h>

#include <CLI/CLI.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/signal_set.hpp>
#include <cstdio>

#include "bot/inbound.hpp"
#include "bot/listener.hpp"
#include "bot/signature.hpp"
#include "store/gate.hpp"
#include "store/inbox.hpp"

namespace {

struct Stages {
    std::string last;  // "http", "verify", "parse" or "durable"
    bot::SignatureVerifier& verifier;
    store::Gate* gate;
};

bot::HttpResponse status(int code) {
    bot::HttpResponse response;
    response.status = code;
    return response;
}

store::Task<bool> record(store::Gate& gate, const bot::EventCallback& event) {
    const auto now = std::chrono::system_clock::now();
    const auto at = std::chrono::floor<std::chrono::seconds>(now);
    auto unit = [&](store::Tx& tx) {
        bool first = true;
        for (const auto& key : event.dedupe_keys())
            first = store::record_delivery(tx, key, at, "") && first;
        return first;
    };
    co_return co_await gate.write(unit, store::Lane::event);
}

store::Task<bot::HttpResponse> answer(const Stages& stages, bot::HttpRequest& request) {
    if (stages.last == "http") co_return status(200);
    const auto verdict = stages.verifier.verify(request, std::chrono::system_clock::now());
    if (verdict != bot::SignatureVerdict::valid) co_return status(401);
    if (stages.last == "verify") co_return status(200);
    const auto inbound = bot::parse_inbound(request.content_type, request.body);
    if (!inbound) co_return status(400);
    const auto* event = std::get_if<bot::EventCallback>(&*inbound);
    if (stages.last == "durable" && event != nullptr) co_await record(*stages.gate, *event);
    co_return status(200);
}

}  // namespace

int main(int argc, char** argv) {
    bot::ListenerOptions options;
    std::string secret;
    std::string database;
    std::string last = "http";
    CLI::App app{"The event path up to a stage."};
    app.add_option("--stage", last)->check(CLI::IsMember({"http", "verify", "parse", "durable"}));
    app.add_option("--port", options.port)->required();
    app.add_option("--cert", options.cert_file)->required();
    app.add_option("--key", options.key_file)->required();
    app.add_option("--database", database);
    app.add_option("--secret", secret)->required()->envname("SLACK_SIGNING_SECRET");
    CLI11_PARSE(app, argc, argv);

    boost::asio::io_context io{1};
    bot::SignatureVerifier verifier{{secret}};
    std::unique_ptr<store::Gate> gate;
    if (last == "durable") gate = std::make_unique<store::Gate>(io, store::GateOptions{database});
    const Stages stages{last, verifier, gate.get()};
    const auto handler = [&stages](bot::HttpRequest& request) { return answer(stages, request); };
    bot::Listener listener{io, options, handler};
    listener.start();
    boost::asio::signal_set stop{io, SIGTERM, SIGINT};
    stop.async_wait([&](auto, auto) { io.stop(); });
    std::printf("listening\n");
    std::fflush(stdout);
    io.run();
}
