#include "tests/bot/listener_fixture.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <future>
#include <stdexcept>

namespace tests {

namespace asio = boost::asio;
using namespace std::chrono_literals;

namespace {

store::Task<bot::HttpResponse> echo(bot::HttpRequest& request) {
    if (request.path == "/throw") throw std::runtime_error("the handler of the test throws");
    bot::HttpResponse response;
    response.content_type = "text/plain";
    response.body = request.body;
    co_return response;
}

store::Task<bot::HttpResponse> wait_at(
    asio::steady_timer& gate, std::size_t& held, std::string body
) {
    ++held;
    boost::system::error_code ignored;
    auto token = asio::redirect_error(store::use_task, ignored);
    co_await gate.async_wait(token);
    --held;
    bot::HttpResponse response;
    response.body = std::move(body);
    co_return response;
}

store::Task<void> run_drain(
    bot::Listener& listener, std::chrono::milliseconds limit, std::optional<bool>& result
) {
    const bool all_left = co_await listener.drain(limit);
    result = all_left;
}

}  // namespace

bot::ListenerOptions plain_options() {
    bot::ListenerOptions options;
    options.tls = false;
    options.header_time = 300s;
    options.idle_time = 300s;
    options.request_time = 300s;
    options.farewell_time = 500ms;
    options.fresh_time = 200ms;
    return options;
}

ListenerFixture::ListenerFixture(bot::ListenerOptions options)
    : ListenerFixture{std::move(options), [this](bot::HttpRequest& request) {
                          if (request.path != "/hold") return echo(request);
                          return wait_at(*gate_, held_, request.body);
                      }} {}

ListenerFixture::ListenerFixture(bot::ListenerOptions options, bot::HttpHandler handler)
    : work_{io_.get_executor()},
      metrics_{std::make_unique<bot::Metrics>()},
      gate_{std::make_unique<asio::steady_timer>(io_, asio::steady_timer::time_point::max())} {
    options.metrics = metrics_.get();
    listener_ = std::make_unique<bot::Listener>(io_, std::move(options), std::move(handler));
    port_ = listener_->port();
    listener_->start();
    thread_ = std::thread{[this] { io_.run(); }};
}

ListenerFixture::~ListenerFixture() {
    asio::post(io_, [this] {
        listener_.reset();
        gate_->cancel();
        work_.reset();
    });
    thread_.join();
}

void ListenerFixture::on_loop(const std::function<void()>& work) {
    std::promise<void> done;
    asio::post(io_, [&] {
        work();
        done.set_value();
    });
    done.get_future().get();
}

std::size_t ListenerFixture::connections() {
    std::size_t count = 0;
    on_loop([&] { count = listener_->connections(); });
    return count;
}

double ListenerFixture::refusals(std::string_view status) {
    double count = 0;
    on_loop([&] { count = metrics_->http_refusals.value({status}); });
    return count;
}

double ListenerFixture::connections_that(std::string_view result) {
    double count = 0;
    on_loop([&] { count = metrics_->http_connections.value({result}); });
    return count;
}

std::size_t ListenerFixture::held() {
    std::size_t count = 0;
    on_loop([&] { count = held_; });
    return count;
}

void ListenerFixture::release() {
    on_loop([&] { gate_->cancel(); });
}

void ListenerFixture::drain(std::chrono::milliseconds limit) {
    on_loop([&] {
        asio::co_spawn(io_.get_executor(), run_drain(*listener_, limit, drained_), asio::detached);
    });
}

std::optional<bool> ListenerFixture::drained() {
    std::optional<bool> result;
    on_loop([&] { result = drained_; });
    return result;
}

bool ListenerFixture::eventually(const std::function<bool()>& condition) {
    const auto deadline = std::chrono::steady_clock::now() + 20s;
    while (!condition()) {
        if (std::chrono::steady_clock::now() > deadline) return false;
        std::this_thread::sleep_for(2ms);
    }
    return true;
}

}  // namespace tests
