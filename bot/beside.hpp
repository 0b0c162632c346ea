// Work that blocks, beside the loop: on a thread of its own, its caller resumes on the loop.
#pragma once

#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <exception>
#include <memory>
#include <optional>
#include <thread>
#include <type_traits>

#include "store/gate.hpp"

namespace bot {

// Runs `work()` and resumes with its result, or with what it threw. `work` must outlive the await.
template <class Work>
store::Task<std::invoke_result_t<Work&>> beside(boost::asio::io_context& io, Work& work) {
    using Result = std::invoke_result_t<Work&>;
    std::optional<Result> result;
    std::exception_ptr failure;
    std::jthread thread;  // ends before what it writes to
    auto start = [&](auto handler) {
        auto resume = std::make_shared<decltype(handler)>(std::move(handler));
        auto hold = boost::asio::make_work_guard(io);
        thread = std::jthread([&, resume, hold] {
            try {
                result.emplace(work());
            } catch (...) {
                failure = std::current_exception();
            }
            boost::asio::post(io, [resume] { (*resume)(); });
        });
    };
    const auto& token = store::use_task;
    co_await boost::asio::async_initiate<
        const boost::asio::use_awaitable_t<boost::asio::io_context::executor_type>&,
        void()>(start, token);
    thread.join();
    if (failure) std::rethrow_exception(failure);
    co_return std::move(*result);
}

}  // namespace bot
