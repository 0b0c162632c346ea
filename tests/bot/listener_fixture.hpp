// A listener on a loop of its own thread, with a handler that the test scripts and time limits
// short enough to live through.
#pragma once

#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>
#include <functional>
#include <memory>
#include <optional>
#include <string_view>
#include <thread>

#include "bot/listener.hpp"
#include "bot/metrics.hpp"

namespace tests {

// Long limits: a test shortens the one it is about.
bot::ListenerOptions plain_options();

class ListenerFixture {
 public:
    // The handler answers with the request's body, and:
    //   path /throw   throws,
    //   path /hold    answers only after release().
    explicit ListenerFixture(bot::ListenerOptions options = plain_options());
    // With a handler of the test's own.
    ListenerFixture(bot::ListenerOptions options, bot::HttpHandler handler);
    ~ListenerFixture();

    int port() const { return port_; }
    // Runs on the loop's thread and returns when it is done.
    void on_loop(const std::function<void()>& work);
    bot::Listener& listener() { return *listener_; }

    std::size_t connections();
    // What the metrics say.
    double refusals(std::string_view status);
    double connections_that(std::string_view result);
    std::size_t held();  // requests that wait for release()
    void release();
    // Starts a drain; its result is there once drained() is.
    void drain(std::chrono::milliseconds limit);
    std::optional<bool> drained();
    // Polls until `condition` holds; false when 20 s have passed.
    static bool eventually(const std::function<bool()>& condition);

 private:
    boost::asio::io_context io_;
    boost::asio::executor_work_guard<boost::asio::io_context::executor_type> work_;
    std::unique_ptr<bot::Metrics> metrics_;
    std::unique_ptr<bot::Listener> listener_;
    int port_ = 0;
    std::size_t held_ = 0;
    std::unique_ptr<boost::asio::steady_timer> gate_;
    std::optional<bool> drained_;
    std::thread thread_;
};

}  // namespace tests
