// The Slack methods we use, typed: paced, repeated only where that is safe, each failure logged
// once with its meaning. The token never gets into an address, a log or an error.
#pragma once

#include <boost/asio/io_context.hpp>
#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "bot/rate_limiter.hpp"
#include "bot/slack_errors.hpp"
#include "bot/slack_user.hpp"
#include "policy/ids.hpp"
#include "store/gate.hpp"

namespace bot {

namespace asio = boost::asio;

class HttpsClient;
class RateGate;

// A place in Slack: the only handle for an edit.
struct Posted {
    std::string channel;  // "D…" or "C…", also when a user id was addressed
    std::string ts;       // opaque
};

// Readable by everybody in the conversation: no secrets.
struct MessageMetadata {
    std::string event_type;
    // Texts only. Read back, whatever is not a text is left out.
    std::vector<std::pair<std::string, std::string>> payload;

    std::optional<std::string_view> find(std::string_view key) const;
};

// `blocks` is a JSON array as text, passed on as it is; empty for none.
struct PostMessage {
    std::string channel;  // a user id, or a channel's
    std::string text;
    std::string blocks = {};
    std::optional<MessageMetadata> metadata = {};
    std::string thread_ts = {};
};
struct UpdateMessage {
    Posted where;  // as post_message returned it
    std::string text;
    std::string blocks = {};
    std::optional<MessageMetadata> metadata = {};  // none: what was there stays
};
struct PostEphemeral {
    std::string channel;
    policy::SlackUserId user;
    std::string text;
    std::string blocks = {};
};

struct ViewShown {
    std::string id;
    std::string hash;
    std::string external_id;
    std::string root_view_id;
};

struct UserPage {
    std::vector<SlackUser> users;
    std::string next_cursor;  // empty at the end; an empty page may not be the last
};

struct HistoryMessage {
    std::string ts;
    std::string user;
    std::string bot_id;  // empty if a person wrote it
    std::string app_id;
    std::string text;
    std::optional<MessageMetadata> metadata;
};
struct HistoryPage {
    std::vector<HistoryMessage> messages;  // newest first
    std::string next_cursor;
};
struct History {
    std::string channel;
    std::string oldest = {};  // a ts, included
    std::string latest = {};
    int limit = 15;
    std::string cursor = {};
};

struct Installation {
    std::string url;
    std::string team;  // its name
    policy::TeamId team_id;
    policy::SlackUserId bot_user;
    std::string bot_id;
    std::string app_id;
    std::string enterprise_id;
    bool is_enterprise_install = false;
    std::vector<std::string> scopes;  // granted; empty if Slack did not tell
};

struct Team {
    policy::TeamId id;
    std::string name;
    std::string domain;
    std::string enterprise_id;
};

// An answer through a response_url: 5 times within 30 minutes. Empty fields are left out.
struct Response {
    std::string text = {};
    std::string blocks = {};
    bool replace_original = false;
    bool delete_original = false;  // alone
    bool in_channel = false;       // else only the person sees it
};

// How a call takes its turn and how long it may last. `has_turn`: the caller acquired the turn
// itself (SlackApi::turn), to render what it sends as late as possible.
struct CallPace {
    Urgency urgency = Urgency::urgent;
    bool has_turn = false;
    // All tries and the pauses between them; the wait for the first turn does not count.
    std::chrono::milliseconds total{30'000};
};

// One call is over, its retries included: the method's name (or "response_url"), how it ended
// (nothing: it worked), and how long it took without the wait for its first turn.
using SlackObserver = std::function<void(
    std::string_view method, std::optional<SlackFault> fault, std::chrono::duration<double> took
)>;

struct SlackApiOptions {
    std::string base_url = "https://slack.com/api/";
    std::string token = {};
    std::string team_id = {};  // sent with users.list where an organisation's token needs it
    int tries = 4;
    std::chrono::milliseconds first_pause{500};    // doubled each time, with jitter
    std::chrono::milliseconds time_limit{10'000};  // of one try
    SlackObserver observe = {};                    // on the loop's thread
};

// What happened since the start, for the metrics.
struct SlackCounts {
    std::uint64_t answered = 0;      // calls that did what they should
    std::uint64_t failed = 0;        // calls given up, after their last try
    std::uint64_t rate_limited = 0;  // answers 429
    std::uint64_t repeated = 0;      // tries after the first
};

// Belongs to the loop's thread. Every argument must outlive the await. Views and blocks are JSON as
// text, sent as they are.
class SlackApi {
 public:
    // Throws if the base address is not one. `io` is the loop of both.
    SlackApi(asio::io_context& io, HttpsClient& https, RateGate& gate, SlackApiOptions options);
    ~SlackApi();
    SlackApi(const SlackApi&) = delete;
    SlackApi& operator=(const SlackApi&) = delete;

    // Waits until a call of this method may go; call it at once with `has_turn` then. False at
    // shutdown.
    store::Task<bool> turn(SlackMethod method, std::string_view channel, Urgency urgency);

    // Never repeated unless it certainly did not arrive: on `may_have_happened` look for it first.
    store::Task<SlackResult<Posted>> post_message(const PostMessage& message, CallPace pace = {});
    store::Task<SlackResult<Posted>> update_message(
        const UpdateMessage& message, CallPace pace = {}
    );
    // A message that is gone already counts as deleted.
    store::Task<SlackResult<void>> delete_message(const Posted& where, CallPace pace = {});
    // No handle comes back: it can never be edited.
    store::Task<SlackResult<void>> post_ephemeral(const PostEphemeral& message, CallPace pace = {});

    // These two go at once, past everybody who waits, and are given up when `left` of the trigger's
    // three seconds is over.
    store::Task<SlackResult<ViewShown>> open_view(
        const std::string& trigger_id,
        const std::string& view,
        std::chrono::milliseconds left = std::chrono::milliseconds{2'800}
    );
    store::Task<SlackResult<ViewShown>> push_view(
        const std::string& trigger_id,
        const std::string& view,
        std::chrono::milliseconds left = std::chrono::milliseconds{2'800}
    );
    // With `hash`: only if the view is still the one that had it (else `stale_view`).
    store::Task<SlackResult<ViewShown>> update_view(
        const std::string& view_id,
        const std::string& view,
        const std::optional<std::string>& hash = std::nullopt,
        CallPace pace = {}
    );
    store::Task<SlackResult<ViewShown>> publish_view(
        const policy::SlackUserId& user,
        const std::string& view,
        const std::optional<std::string>& hash = std::nullopt,
        CallPace pace = {}
    );

    store::Task<SlackResult<UserPage>> users_list(const std::string& cursor, int limit = 200);
    // Nothing if there is no such user, or we may not see them.
    store::Task<SlackResult<std::optional<SlackUser>>> users_info(const policy::SlackUserId& user);
    // Nothing if no active user has this address.
    store::Task<SlackResult<std::optional<SlackUser>>> lookup_by_email(const std::string& email);

    // The id of the conversation with this person. Not needed to post.
    store::Task<SlackResult<std::string>> conversations_open(const policy::SlackUserId& user);
    store::Task<SlackResult<HistoryPage>> conversations_history(const History& which);

    store::Task<SlackResult<Installation>> auth_test();
    store::Task<SlackResult<Team>> team_info();

    // Only to https://hooks.slack.com or the origin of a loopback base_url; elsewhere `caller_bug`.
    store::Task<SlackResult<void>> respond(
        const std::string& response_url, const Response& response
    );
    // Whether respond() would call this address.
    bool may_respond_to(std::string_view response_url) const;

    // Nothing new is begun and nothing waits any longer, neither for a turn nor to try again. What
    // is on the wire ends with the HTTPS client: HttpsClient::drain().
    void stop();
    const SlackCounts& counts() const;

 private:
    struct State;
    std::unique_ptr<State> state_;
};

}  // namespace bot
