#include <SQLiteCpp/Database.h>
#include <SQLiteCpp/Statement.h>

#include <algorithm>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <catch2/catch.hpp>
#include <filesystem>
#include <future>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

#include "store/gate.hpp"
#include "tests/store/temp_database.hpp"

namespace {

using store::Gate;
using store::Tx;

std::int64_t count(Gate& gate) {
    std::int64_t n = 0;
    gate.write_blocking([&n](Tx& tx) {
        n = tx.db().execAndGet("SELECT count(*) FROM t").getInt64();
    });
    return n;
}

TEST_CASE("units of work that fail roll back alone") {
    TempDatabase file;
    boost::asio::io_context io;
    Gate gate(io, {.path = file.path()});
    gate.write_blocking([](Tx& tx) { tx.db().exec("CREATE TABLE t (n INTEGER)"); });

    int failures = 0;
    const auto insert = [&](int n) -> store::Task<void> {
        auto work = [n](Tx& tx) {
            tx.db().exec("INSERT INTO t VALUES (" + std::to_string(n) + ")");
            if (n % 2 == 1) throw std::runtime_error("odd");
        };
        try {
            co_await gate.write(work);
        } catch (const std::runtime_error&) {
            ++failures;
        }
    };
    for (int n = 0; n < 100; ++n)
        boost::asio::co_spawn(io, insert(n), boost::asio::detached);
    io.run();

    CHECK(failures == 50);
    CHECK(count(gate) == 50);
}

TEST_CASE("what was committed is there after reopening the file") {
    TempDatabase file;
    boost::asio::io_context io;
    {
        Gate gate(io, {.path = file.path()});
        gate.write_blocking([](Tx& tx) {
            tx.db().exec("CREATE TABLE t (n INTEGER); INSERT INTO t VALUES (1)");
        });
    }
    Gate again(io, {.path = file.path()});
    CHECK(count(again) == 1);
}

TEST_CASE("a full queue refuses events and still takes clicks") {
    TempDatabase file;
    boost::asio::io_context io;
    Gate gate(io, {.path = file.path(), .queue = 1});
    std::promise<void> begun;
    std::promise<void> release;
    // The writer is busy, and one event waits: that is all that the queue may hold.
    auto busy = std::async(std::launch::async, [&] {
        gate.write_blocking([&](Tx&) {
            begun.set_value();
            release.get_future().wait();
        });
    });
    begun.get_future().wait();
    const auto nothing = [](Tx&) {};
    auto event =
        std::async(std::launch::async, [&] { gate.write_blocking(nothing, store::Lane::event); });
    while (gate.waiting() == 0)
        std::this_thread::yield();
    CHECK_THROWS_AS(gate.write_blocking(nothing, store::Lane::event), store::QueueFull);
    CHECK_THROWS_AS(gate.write_blocking(nothing, store::Lane::background), store::QueueFull);
    auto click =
        std::async(std::launch::async, [&] { gate.write_blocking(nothing, store::Lane::click); });
    while (gate.waiting() < 2)
        std::this_thread::yield();
    CHECK_THROWS_AS(gate.write_blocking(nothing, store::Lane::click), store::QueueFull);
    release.set_value();
    busy.get();
    event.get();
    CHECK_NOTHROW(click.get());
}

TEST_CASE("a reader sees the last commit and returns a value") {
    TempDatabase file;
    boost::asio::io_context io;
    Gate gate(io, {.path = file.path()});
    gate.write_blocking([](Tx& tx) {
        tx.db().exec("CREATE TABLE t (n INTEGER); INSERT INTO t VALUES (7)");
    });
    std::int64_t seen = 0;
    const auto look = [&]() -> store::Task<void> {
        auto work = [](Tx& tx) { return tx.db().execAndGet("SELECT n FROM t").getInt64(); };
        seen = co_await gate.read(work);
    };
    boost::asio::co_spawn(io, look(), boost::asio::detached);
    io.run();
    CHECK(seen == 7);
}

TEST_CASE("what people wait for goes before staging, which gets its turn all the same") {
    TempDatabase file;
    boost::asio::io_context io;
    Gate gate(io, {.path = file.path()});
    std::vector<std::string> order;
    const auto note = [&order](const char* what) {
        return [&order, what](Tx&) { order.push_back(what); };
    };
    std::promise<void> begun;
    std::promise<void> release;
    auto busy = std::async(std::launch::async, [&] {
        gate.write_blocking([&](Tx&) {
            begun.set_value();
            release.get_future().wait();
        });
    });
    begun.get_future().wait();
    std::vector<std::future<void>> waiting;
    const auto enqueue = [&](const char* what, store::Lane lane) {
        const auto before = gate.waiting();
        waiting.push_back(std::async(std::launch::async, [&gate, unit = note(what), lane] {
            gate.write_blocking(unit, lane);
        }));
        while (gate.waiting() == before)
            std::this_thread::yield();
    };
    enqueue("staging", store::Lane::staging);
    enqueue("background", store::Lane::background);
    enqueue("background", store::Lane::background);
    enqueue("background", store::Lane::background);
    enqueue("event", store::Lane::event);
    enqueue("click", store::Lane::click);
    release.set_value();
    busy.get();
    for (auto& one : waiting)
        one.get();
    const std::vector<std::string> expected{
        "click", "event", "background", "background", "staging", "background"};
    CHECK(order == expected);
}

TEST_CASE("staging that never pauses does not make the log longer and longer") {
    TempDatabase file;
    boost::asio::io_context io;
    Gate gate(io, {.path = file.path()});
    gate.write_blocking([](Tx& tx) {
        tx.db().exec("CREATE TABLE t (n INTEGER PRIMARY KEY, filler BLOB)");
    });
    std::uintmax_t longest = 0;
    for (int slice = 0; slice < 100; ++slice) {
        gate.write_blocking(
            [](Tx& tx) {
                tx.db().exec(
                    "WITH RECURSIVE rows (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM rows LIMIT "
                    "50) INSERT INTO t (filler) SELECT zeroblob(40000) FROM rows"
                );
            },
            store::Lane::staging
        );
        longest = std::max(longest, std::filesystem::file_size(file.path() + "-wal"));
    }
    // 200 MB went through it.
    CHECK(longest < 100'000'000);
    CHECK(count(gate) == 5000);
}

}  // namespace
