// What applications are asked to do by themselves: one job for each change of an item, written in
// the transaction of the decision, kept until the application has said what became of it.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "policy/ids.hpp"
#include "store/gate.hpp"
#include "store/messages.hpp"
#include "store/requests.hpp"

namespace store {

// `undo`: a grant that may have taken effect although its item ended otherwise is taken back.
enum class JobAction { grant, revoke, undo };
enum class JobState {
    waiting,  // for its turn, or for the next attempt
    running,  // an attempt is under way
    pending,  // the application has taken it and will tell
    done,
    failed,
    dropped  // nothing was to be done any more
};
std::string_view word(JobAction action);
std::string_view word(JobState state);

struct JobRow {
    std::int64_t id = 0;
    std::string key;
    policy::ItemId item;
    policy::IntegrationId integration;
    policy::IdentityId identity;
    policy::ConnectionId connection;
    JobAction action = JobAction::grant;
    JobState state = JobState::waiting;
    int attempts = 0;
    bool maybe_done = false;
    Millis created;
    Millis next;
    Millis give_up;
    bool accepted = false;
    std::string poll_url;
    std::string problem;
};

// A new job for an item, due now.
std::int64_t add_job(Tx& tx, const ItemRow& item, JobAction action, Millis now, Millis give_up);
std::optional<JobRow> find_job(Tx& tx, std::int64_t id);
std::optional<JobRow> find_job(Tx& tx, std::string_view key);
// The newest job of an item; the newest that was to change it, not to take it back.
std::optional<JobRow> last_job(Tx& tx, policy::ItemId item);
std::optional<JobRow> last_change(Tx& tx, policy::ItemId item);
// Another item for the same account and connection is open: this one cannot be opened again.
bool asked_anew(Tx& tx, const ItemRow& item);

// What waits, application by application: a look that a reader can take beside the writer.
struct JobsWaiting {
    struct Application {
        policy::IntegrationId integration;
        std::pair<std::int64_t, std::int64_t> first;  // of its jobs: when it is due, and its number
    };
    std::vector<Application> due;  // those that are not paused, the soonest in front
    std::optional<Millis> next;    // when to look again: nothing if nothing waits for a moment
};
JobsWaiting jobs_waiting(Tx& tx, Millis now);
// Takes the next jobs of these that are due and marks them as running; their attempts count this
// one unless they are only to be asked about. One at a time for an account and for a connection,
// those of an account in their order; a few at a time for an application, none while it is paused.
std::vector<JobRow> take_jobs(Tx& tx, const JobsWaiting& waiting, Millis now, int most);
std::optional<JobRow> take_job(Tx& tx, Millis now);
std::optional<Millis> next_job_due(Tx& tx, Millis now);

// How an attempt ended. Each is guarded: false if the job was not open (running, say) any more.
bool job_again(Tx& tx, std::int64_t id, const std::string& problem, bool maybe_done, Millis next);
bool job_pending(
    Tx& tx, std::int64_t id, const std::string& poll_url, Millis next, Millis give_up, Millis now
);
bool end_job(
    Tx& tx, std::int64_t id, JobState state, const std::string& problem, policy::Instant now
);
// Nobody knows whether its change was made.
void doubt_job(Tx& tx, std::int64_t id);
// Nothing is asked of an application until then.
void pause_application(Tx& tx, policy::IntegrationId integration, Millis until);
void resume_application(Tx& tx, policy::IntegrationId integration);

// At the start: what was under way when the last process ended is due again. How many.
int recover_jobs(Tx& tx, Millis now);

// What became of jobs, told in one message.
enum class FulfilmentOutcome {
    granted,
    revoked,
    failed,
    partly,  // some of it was carried out and some of it was not
    undo_failed
};
struct FulfilmentNotice {
    std::int64_t id = 0;
    policy::RequestId request;
    policy::IntegrationId integration;
    FulfilmentOutcome outcome = FulfilmentOutcome::granted;
    std::string problem;  // of a failure: a sentence, or one for each that differs
    policy::Instant at;
};
// Gathers the ends of a request's jobs in an application that nobody was told yet; nothing while
// others of them are at work. One for each kind of end; what went well in part is one.
std::vector<FulfilmentNotice> gather_notices(
    Tx& tx, policy::RequestId request, policy::IntegrationId integration, Millis now
);
std::optional<FulfilmentNotice> find_fulfilment_notice(Tx& tx, std::int64_t id);
// All of them, or only those whose jobs ended so.
std::vector<ItemRow> items_of_notice(
    Tx& tx, std::int64_t notice, std::optional<JobState> ended = {}
);
// The notices of an item's ends so far, for their messages are to be edited.
std::vector<std::int64_t> notices_of_item(Tx& tx, policy::ItemId item);
// It tells of a removal that may have been made all the same.
bool is_in_doubt(Tx& tx, std::int64_t notice);
// Failures that somebody was told of, as the one who answers for an application, and that are open.
std::vector<std::int64_t> open_failures_told_to(Tx& tx, policy::EmployeeId person);

// Somebody was told, as the one who answers for an application, that part of a request failed.
bool was_told_of_failure(Tx& tx, policy::RequestId request, policy::EmployeeId person);

// What an application has not done yet of a request, and is asked again.
struct TryingAgain {
    std::string application;
    std::int64_t items = 0;
    std::string problem;  // of the last attempt
    Millis next;          // the first of the next ones
};
std::vector<TryingAgain> jobs_trying_again(Tx& tx, policy::RequestId request);

// Open jobs of one kind in one application, for the metrics: those that have not been tried in
// vain, those that have, and those that the application has taken and will tell of.
struct JobCounts {
    std::string application;
    JobAction action = JobAction::grant;
    std::int64_t waiting = 0;
    std::int64_t retrying = 0;
    std::int64_t pending = 0;
};
std::vector<JobCounts> job_counts(Tx& tx);

}  // namespace store
