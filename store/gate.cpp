#include "store/gate.hpp"

#include <SQLiteCpp/Database.h>
#include <SQLiteCpp/Statement.h>
#include <sqlite3.h>

#include <algorithm>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/post.hpp>
#include <condition_variable>
#include <deque>
#include <future>
#include <mutex>
#include <thread>
#include <vector>

#include "store/query.hpp"
#include "store/schema.hpp"
#include "store/search_memory.hpp"

namespace store {
namespace {

// Above this many pages (4 KiB each) the log is copied back into the database: about 16 MB.
constexpr int checkpoint_pages = 4096;
// Above this many, long work waits until it is: a log that is written without a pause never begins
// anew, and everybody searches it for each page that they read.
constexpr int longest_log = 4 * checkpoint_pages;
// So many pages at most may staging leave to the next click to bring to disk.
constexpr int most_unsynced = 1024;
// So many batches of others in a row at most go before one of staging.
constexpr int most_passed_over = 2;

// Where this thread gathers what is to run on the loop, while it ends a batch.
using Resumes = std::vector<std::function<void()>>;
thread_local Resumes* gathered = nullptr;

}  // namespace

std::unique_ptr<SQLite::Database> open_connection(const std::string& path, bool read_only) {
    // SQLite would take a lock at every call and at every allocation. Each connection has one user
    // at a time, and nobody asks how much memory SQLite has; set before its first use, or not at
    // all.
    static const int no_statistics = sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
    static_cast<void>(no_statistics);
    const int flags =
        SQLite::OPEN_NOMUTEX |
        (read_only ? SQLite::OPEN_READONLY : SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE);
    auto db = std::make_unique<SQLite::Database>(path, flags, 5000);
    if (!read_only) db->exec("PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL");
    db->exec(
        "PRAGMA foreign_keys=ON; PRAGMA trusted_schema=OFF; PRAGMA cache_size=-65536;"
        "PRAGMA temp_store=MEMORY; PRAGMA wal_autocheckpoint=0"
    );
    return db;
}

struct Gate::State {
    // Units that share a transaction; staging shares with nobody.
    struct Batch {
        std::vector<Job> jobs;
        bool staging = false;
    };

    State(asio::io_context& loop, GateOptions given) : io(loop), options(std::move(given)) {}

    asio::io_context& io;
    const GateOptions options;

    mutable std::mutex mutex;
    std::condition_variable writes_waiting;
    std::condition_variable reads_waiting;
    std::condition_variable log_is_long;
    std::deque<Job> lanes[4];
    std::deque<Job> reads;
    bool stopping = false;
    bool checkpoint_wanted = false;
    bool log_too_long = false;
    std::vector<std::thread> threads;
    const std::shared_ptr<SearchMemory> memory = std::make_shared<SearchMemory>();

    // Of the writer's thread alone.
    int passed_over = 0;         // batches in a row that went before a waiting one of staging
    int log_pages = 0;           // after the last commit
    int synced_pages = 0;        // of them, surely on disk
    bool waits_for_disk = true;  // as the connection is set

    std::size_t waiting_writes() const {
        return lanes[0].size() + lanes[1].size() + lanes[2].size() + lanes[3].size();
    }
    std::deque<Job>& lane(Lane one) { return lanes[static_cast<int>(one)]; }
    bool may_run_long_work() const { return stopping || !log_too_long; }
    bool has_a_batch() {
        if (!lane(Lane::click).empty() || !lane(Lane::event).empty()) return true;
        return may_run_long_work() &&
               !(lane(Lane::background).empty() && lane(Lane::staging).empty());
    }

    void run_writer(std::unique_ptr<SQLite::Database> db);
    void wait_for_disk(SQLite::Database& db, bool wanted);
    void note_log(int pages);
    void run_reader(std::unique_ptr<SQLite::Database> db);
    void run_checkpointer();
    Batch next_batch();
    void run_batch(SQLite::Database& db, Statements& statements, std::vector<Job>& batch);
    void finish(std::vector<Job>& batch, const std::vector<std::exception_ptr>& outcomes);
};

namespace {

int note_log_length(void* noted, sqlite3*, const char*, int pages) {
    (*static_cast<std::function<void(int)>*>(noted))(pages);
    return SQLITE_OK;
}

}  // namespace

// Clicks first; one background unit (a publish) goes at the end of a batch; staging (an import's
// slice) goes alone, so that no click waits for it but for the one that runs already.
Gate::State::Batch Gate::State::next_batch() {
    Batch batch;
    const auto take = [&batch](std::deque<Job>& from) {
        batch.jobs.push_back(std::move(from.front()));
        from.pop_front();
    };
    auto& staging = lane(Lane::staging);
    const bool may_stage = may_run_long_work() && !staging.empty();
    if (!may_stage || passed_over < most_passed_over) {
        for (const auto one : {Lane::click, Lane::event}) {
            while (!lane(one).empty() && batch.jobs.size() < options.batch)
                take(lane(one));
        }
        auto& background = lane(Lane::background);
        const bool room = batch.jobs.size() < options.batch;
        if (room && may_run_long_work() && !background.empty()) take(background);
    }
    batch.staging = batch.jobs.empty() && may_stage;
    if (batch.staging) take(staging);
    passed_over = may_stage && !batch.staging ? passed_over + 1 : 0;
    return batch;
}

void Gate::State::run_batch(SQLite::Database& db, Statements& statements, std::vector<Job>& batch) {
    std::vector<std::exception_ptr> outcomes(batch.size());
    try {
        Tx tx(db, statements, options.audit_key);
        const auto say = [&tx](const char* sql) { Query(tx, sql).run(); };
        say("BEGIN IMMEDIATE");
        for (std::size_t i = 0; i < batch.size(); ++i) {
            say("SAVEPOINT unit");
            try {
                batch[i].body(tx);
            } catch (...) {
                outcomes[i] = std::current_exception();
                say("ROLLBACK TO unit");
            }
            say("RELEASE unit");
        }
        say("COMMIT");
    } catch (...) {
        // The machine failed (disk full, locked): nothing of this batch is on disk, and each caller
        // hears so.
        const auto failure = std::current_exception();
        if (sqlite3_get_autocommit(db.getHandle()) == 0) {
            sqlite3_exec(db.getHandle(), "ROLLBACK", nullptr, nullptr, nullptr);
        }
        std::fill(outcomes.begin(), outcomes.end(), failure);
    }
    finish(batch, outcomes);
}

// Wakes the loop once for all: woken for each, it would answer the first before the second is
// posted, and the two threads would take turns.
void Gate::State::finish(std::vector<Job>& batch, const std::vector<std::exception_ptr>& outcomes) {
    Resumes resumes;
    gathered = &resumes;
    for (std::size_t i = 0; i < batch.size(); ++i)
        batch[i].done(outcomes[i]);
    gathered = nullptr;
    if (resumes.empty()) return;
    asio::post(io, [resumes = std::move(resumes)] {
        for (const auto& resume : resumes)
            resume();
    });
}

// Commits wait for the disk or not from here on. A commit that does brings everything before it to
// disk as well.
void Gate::State::wait_for_disk(SQLite::Database& db, bool wanted) {
    if (log_pages < synced_pages) synced_pages = 0;  // the log has begun anew
    if (log_pages - synced_pages >= most_unsynced) wanted = true;
    if (wanted == waits_for_disk) return;
    const auto* const sql = wanted ? "PRAGMA synchronous=FULL" : "PRAGMA synchronous=NORMAL";
    // It fails only where a rollback has failed: then the batch will, too, and its callers hear it.
    if (sqlite3_exec(db.getHandle(), sql, nullptr, nullptr, nullptr) == SQLITE_OK)
        waits_for_disk = wanted;
}

void Gate::State::note_log(int pages) {
    log_pages = pages;
    if (waits_for_disk) synced_pages = pages;
    if (pages < checkpoint_pages) return;
    const std::lock_guard lock(mutex);
    checkpoint_wanted = true;
    if (pages >= longest_log) log_too_long = true;
    log_is_long.notify_one();
}

void Gate::State::run_writer(std::unique_ptr<SQLite::Database> db) {
    std::function<void(int)> noted = [this](int pages) { note_log(pages); };
    sqlite3_wal_hook(db->getHandle(), note_log_length, &noted);
    Statements statements(*db, memory);
    while (true) {
        Batch batch;
        {
            std::unique_lock lock(mutex);
            writes_waiting.wait(lock, [this] { return stopping || has_a_batch(); });
            if (!has_a_batch()) return;
            batch = next_batch();
        }
        wait_for_disk(*db, !batch.staging);
        run_batch(*db, statements, batch.jobs);
    }
}

void Gate::State::run_reader(std::unique_ptr<SQLite::Database> db) {
    Statements statements(*db, memory);
    while (true) {
        Job job;
        {
            std::unique_lock lock(mutex);
            reads_waiting.wait(lock, [this] { return stopping || !reads.empty(); });
            if (reads.empty()) return;
            job = std::move(reads.front());
            reads.pop_front();
        }
        std::exception_ptr outcome;
        try {
            db->exec("BEGIN");
            Tx tx(*db, statements, options.audit_key);
            job.body(tx);
        } catch (...) {
            outcome = std::current_exception();
        }
        if (sqlite3_get_autocommit(db->getHandle()) == 0) {
            sqlite3_exec(db->getHandle(), "ROLLBACK", nullptr, nullptr, nullptr);
        }
        job.done(outcome);
    }
}

// Copies the log back beside the writer: a checkpoint inside a commit would be the slowest click of
// the day.
void Gate::State::run_checkpointer() {
    const auto db = open_connection(options.path, false);
    while (true) {
        bool long_work_waits = false;
        {
            std::unique_lock lock(mutex);
            log_is_long.wait(lock, [this] { return stopping || checkpoint_wanted; });
            if (stopping) return;
            checkpoint_wanted = false;
            long_work_waits = log_too_long;
        }
        sqlite3_wal_checkpoint_v2(
            db->getHandle(), nullptr, SQLITE_CHECKPOINT_PASSIVE, nullptr, nullptr
        );
        // All was copied, or a reader is in the way: then a slice goes for each attempt.
        if (!long_work_waits) continue;
        const std::lock_guard lock(mutex);
        log_too_long = false;
        writes_waiting.notify_one();
    }
}

Gate::Gate(asio::io_context& io, GateOptions options)
    : state_(std::make_unique<State>(io, std::move(options))) {
    auto writer = open_connection(state_->options.path, false);
    migrate(*writer);
    std::vector<std::unique_ptr<SQLite::Database>> readers;
    for (int i = 0; i < state_->options.readers; ++i) {
        readers.push_back(open_connection(state_->options.path, true));
    }
    auto& state = *state_;
    state.threads.emplace_back([&state, db = std::move(writer)]() mutable {
        state.run_writer(std::move(db));
    });
    for (auto& reader : readers) {
        state.threads.emplace_back([&state, db = std::move(reader)]() mutable {
            state.run_reader(std::move(db));
        });
    }
    state.threads.emplace_back([&state] { state.run_checkpointer(); });
}

Gate::~Gate() {
    {
        const std::lock_guard lock(state_->mutex);
        state_->stopping = true;
        state_->writes_waiting.notify_all();
        state_->reads_waiting.notify_all();
        state_->log_is_long.notify_all();
    }
    for (auto& thread : state_->threads)
        thread.join();
}

void Gate::enqueue_write(Lane lane, Job job) {
    {
        const std::lock_guard lock(state_->mutex);
        const auto limit = state_->options.queue * (lane == Lane::click ? 2 : 1);
        if (state_->waiting_writes() < limit) {
            state_->lanes[static_cast<int>(lane)].push_back(std::move(job));
            state_->writes_waiting.notify_one();
            return;
        }
    }
    job.done(std::make_exception_ptr(QueueFull{}));
}

void Gate::enqueue_read(Job job) {
    const std::lock_guard lock(state_->mutex);
    state_->reads.push_back(std::move(job));
    state_->reads_waiting.notify_one();
}

void Gate::post(std::function<void()> resume) {
    if (gathered != nullptr) {
        gathered->push_back(std::move(resume));
    } else {
        asio::post(state_->io, std::move(resume));
    }
}

std::shared_ptr<void> Gate::hold_loop() {
    auto executor = state_->io.get_executor();
    return std::make_shared<asio::executor_work_guard<asio::io_context::executor_type>>(executor);
}

void Gate::write_blocking(const std::function<void(Tx&)>& work, Lane lane) {
    std::promise<void> finished;
    Job job{work, [&finished](std::exception_ptr error) {
                if (error) {
                    finished.set_exception(error);
                } else {
                    finished.set_value();
                }
            }};
    enqueue_write(lane, std::move(job));
    finished.get_future().get();
}

std::size_t Gate::waiting() const {
    const std::lock_guard lock(state_->mutex);
    return state_->waiting_writes();
}

}  // namespace store
