// The one gate between coroutines and SQLite: one writer thread that owns the only writing
// connection (waiting units of work share a transaction and an fsync), and a few reader threads on
// WAL snapshots. A unit of work is a plain function of `Tx&`: awaiting inside it does not compile.
#pragma once

#include <boost/asio/async_result.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <exception>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <type_traits>
#include <utility>

namespace SQLite {
class Database;
}

namespace store {

namespace asio = boost::asio;

// The coroutine type of the whole program: bound to the io_context's own executor, not a
// type-erased one.
template <class T>
using Task = asio::awaitable<T, asio::io_context::executor_type>;
inline constexpr asio::use_awaitable_t<asio::io_context::executor_type> use_task;

class Statements;

// What a unit of work sees: the connection, inside its transaction. Not to be kept beyond the call.
// `audit_key` is the key of the audit HMAC, empty when none is configured.
class Tx {
 public:
    Tx(SQLite::Database& db, Statements& statements, const std::string& audit_key)
        : db_(db), statements_(statements), audit_key_(audit_key) {}
    Tx(const Tx&) = delete;
    Tx& operator=(const Tx&) = delete;
    SQLite::Database& db() { return db_; }
    Statements& statements() { return statements_; }
    const std::string& audit_key() const { return audit_key_; }

 private:
    SQLite::Database& db_;
    Statements& statements_;
    const std::string& audit_key_;
};

// Who waits: clicks and submissions (never retried by Slack) go before events and background work,
// and keep a reserve of the queue of their own. Staging is background work from which nothing
// follows before a later unit of another lane makes it seen (the slices of an import): nobody waits
// until it is on disk, and a power cut may take back what no other lane has written after it.
enum class Lane { click, event, background, staging };

// Thrown into the caller when its lane of the write queue is full; an event answers 503 then.
struct QueueFull : std::exception {
    const char* what() const noexcept override { return "the write queue is full"; }
};

// Opens a connection with the pragmas that all of ours have. `read_only` for readers.
std::unique_ptr<SQLite::Database> open_connection(const std::string& path, bool read_only);

struct GateOptions {
    std::string path;            // the SQLite file; created if missing
    int readers = 2;             // reader threads
    std::string audit_key = {};  // 32 bytes: keys the audit HMAC; empty for plain hashes
    std::size_t batch = 512;     // units of work in one transaction, at most
    std::size_t queue = 8192;    // waiting events and background work, at most (clicks: twice that)
};

// Opens and migrates the file at construction (throws what SQLite says). The destructor runs what
// is queued, then joins. Completions are posted to `io`, which must outlive the gate's use by
// coroutines.
class Gate {
 public:
    Gate(asio::io_context& io, GateOptions options);
    ~Gate();
    Gate(const Gate&) = delete;
    Gate& operator=(const Gate&) = delete;

    // Runs `work(Tx&)` on the writer in a savepoint and resumes after the commit with its result.
    // An exception of `work` rolls back this unit only and is rethrown here. `work` must outlive
    // the await.
    template <class Work>
    Task<std::invoke_result_t<Work&, Tx&>> write(Work& work, Lane lane = Lane::click) {
        return run(work, [this, lane](Job job) { enqueue_write(lane, std::move(job)); });
    }

    // Runs `work(Tx&)` on a reader's snapshot and resumes with its result.
    template <class Work>
    Task<std::invoke_result_t<Work&, Tx&>> read(Work& work) {
        return run(work, [this](Job job) { enqueue_read(std::move(job)); });
    }

    // The same for callers outside coroutines (the command line): blocks this thread until
    // committed.
    void write_blocking(const std::function<void(Tx&)>& work, Lane lane = Lane::background);

    // Units of work waiting to be written now.
    std::size_t waiting() const;

 private:
    // `body` runs on a database thread; `done` after the commit (or with what went wrong).
    struct Job {
        std::function<void(Tx&)> body;
        std::function<void(std::exception_ptr)> done;
    };
    struct State;

    template <class Work, class Enqueue>
    Task<std::invoke_result_t<Work&, Tx&>> run(Work& work, Enqueue enqueue);
    void enqueue_write(Lane lane, Job job);
    void enqueue_read(Job job);
    void post(std::function<void()> resume);
    std::shared_ptr<void> hold_loop();

    std::unique_ptr<State> state_;
};

template <class T>
concept Awaitable = requires(T& result) {
    std::move(result).operator co_await();
};

template <class Work, class Enqueue>
Task<std::invoke_result_t<Work&, Tx&>> Gate::run(Work& work, Enqueue enqueue) {
    using Result = std::invoke_result_t<Work&, Tx&>;
    static_assert(!Awaitable<Result>, "a unit of work never awaits");
    static_assert(!std::is_reference_v<Result>, "a unit of work returns a value");
    using Slot = std::conditional_t<std::is_void_v<Result>, bool, std::optional<Result>>;
    Slot slot{};
    std::exception_ptr failure;
    auto start = [&](auto handler) {
        auto resume = std::make_shared<decltype(handler)>(std::move(handler));
        Job job;
        job.body = [&slot, &work](Tx& tx) {
            if constexpr (std::is_void_v<Result>) {
                work(tx);
                slot = true;
            } else {
                slot.emplace(work(tx));
            }
        };
        // The loop must not run dry while the database thread works.
        job.done = [this, resume, &failure, hold = hold_loop()](std::exception_ptr error) {
            post([resume, &failure, error, hold] {
                failure = error;
                (*resume)();
            });
        };
        enqueue(std::move(job));
    };
    const auto& token = use_task;
    co_await asio::
        async_initiate<const asio::use_awaitable_t<asio::io_context::executor_type>&, void()>(
            start, token
        );
    if (failure) std::rethrow_exception(failure);
    if constexpr (!std::is_void_v<Result>) co_return std::move(*slot);
}

}  // namespace store
