// Runs one coroutine to its end on a loop, as tests need it.
#pragma once

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <catch2/catch.hpp>
#include <exception>
#include <optional>

#include "store/gate.hpp"

// The result of a coroutine; the loop runs until it has ended.
template <class T>
T await_on(boost::asio::io_context& io, store::Task<T> task) {
    std::optional<T> result;
    const auto done = [&](std::exception_ptr failure, T value) {
        if (failure) std::rethrow_exception(failure);
        result.emplace(std::move(value));
    };
    boost::asio::co_spawn(io, std::move(task), done);
    io.restart();
    while (!result && io.run_one() > 0) {
    }
    REQUIRE(result.has_value());
    return std::move(*result);
}
