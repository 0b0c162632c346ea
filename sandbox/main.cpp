// latchkey-sandbox: a local Slack workspace for running and testing the bot without Slack.
// Only wiring: settings in, two listeners up, one line on stdout when ready, 0 on SIGTERM.
#include <CLI/CLI.hpp>
#include <boost/asio/signal_set.hpp>
#include <cstdlib>
#include <fstream>
#include <iostream>
#include <sstream>

#include "sandbox/front.hpp"

namespace {

using namespace sandbox;

struct Settings {
    std::string workspace, certificate, key, bot_url, bot_ca, web, limits = "on";
    std::string listen = "127.0.0.1:0";
    std::string control = "127.0.0.1:0";
    std::string signing_secret, bot_token;
    Millis answer_time = slack_patience.count();
};

std::string secret(const char* name) {
    const char* value = std::getenv(name);
    if (!value || !*value) throw std::invalid_argument(std::string(name) + " is not set");
    return value;
}

Json read_workspace(const std::string& path) {
    std::ifstream file(path);
    if (!file) throw std::invalid_argument("cannot read " + path);
    std::stringstream text;
    text << file.rdbuf();
    std::string fault;
    auto json = parse_json(text.str(), &fault);
    if (!json) throw std::invalid_argument(path + ": " + fault);
    return std::move(*json);
}

void serve(const Settings& settings) {
    asio::io_context io(1);
    Clock clock;
    Signal clock_moved(io);
    Journal journal(io, clock);
    Workspace workspace(io, clock, read_workspace(settings.workspace));
    Deliverer deliverer(
        io,
        clock,
        journal,
        {settings.bot_url,
         settings.bot_ca,
         settings.signing_secret,
         milliseconds(settings.answer_time)}
    );
    Events events(io, clock, workspace, deliverer, clock_moved);
    RateLimits limits(settings.limits != "off");
    Faults faults;
    ApiContext context{io, clock, journal, workspace, events};
    context.trigger_lifetime = settings.answer_time;
    WebApi api(std::move(context), {settings.bot_token}, limits, faults);
    Stage stage{io, clock, journal, workspace, deliverer, events};
    Control control(stage, api, limits, faults, clock_moved);
    Front front(control, settings.web);

    const TlsFiles tls{settings.certificate, settings.key};
    HttpServer web(io, Address::parse(settings.listen), tls, [&](const HttpRequest& request) {
        return api.handle(request);
    });
    HttpServer plain(
        io,
        Address::parse(settings.control),
        std::nullopt,
        [&](const HttpRequest& request) { return front.handle(request); }
    );
    stage.api_origin = "https://" + web.address().text();

    asio::signal_set stop(io, SIGTERM, SIGINT);
    stop.async_wait([&](const boost::system::error_code&, int) {
        web.stop();
        plain.stop();
        io.stop();
    });
    std::cout << "latchkey-sandbox: web api " << stage.api_origin << "/api/ control http://"
              << plain.address().text() << std::endl;
    io.run();
}

}  // namespace

int main(int argc, char** argv) {
    Settings settings;
    CLI::App app("A local Slack workspace that behaves as Slack does.", "latchkey-sandbox");
    app.footer("Secrets by environment: SANDBOX_SIGNING_SECRET, SANDBOX_BOT_TOKEN.");
    app.add_option("--workspace", settings.workspace, "JSON file: team, app, users")->required();
    app.add_option("--listen", settings.listen, "address of the Web API (HTTPS)");
    app.add_option("--control", settings.control, "address of the control interface (HTTP)");
    app.add_option("--cert", settings.certificate, "PEM certificate of the Web API")->required();
    app.add_option("--key", settings.key, "its PEM key")->required();
    app.add_option("--bot-url", settings.bot_url, "where the bot listens")->required();
    app.add_option("--bot-ca", settings.bot_ca, "PEM authority of the bot's certificate");
    app.add_option("--web", settings.web, "folder of the built web page, served with the control");
    app.add_option("--limits", settings.limits, "rate limits: on or off")
        ->check(CLI::IsMember({"on", "off"}));
    // Only for a bot that is built to be slow, as with a sanitizer: Slack gives three seconds.
    app.add_option("--answer-time", settings.answer_time, "ms that the bot has to answer")
        ->check(CLI::Range(Millis{3000}, Millis{60'000}))
        ->capture_default_str();
    CLI11_PARSE(app, argc, argv);
    try {
        settings.signing_secret = secret("SANDBOX_SIGNING_SECRET");
        settings.bot_token = secret("SANDBOX_BOT_TOKEN");
        serve(settings);
    } catch (const std::exception& fault) {
        std::cerr << "latchkey-sandbox: " << fault.what() << '\n';
        return 1;
    }
    return 0;
}
