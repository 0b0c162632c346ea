#include "bot/slack_api.hpp"

#include "bot/slack_answers.hpp"
#include "bot/slack_bodies.hpp"
#include "bot/slack_calls.hpp"

namespace bot {

struct SlackApi::State : SlackCalls {
    using SlackCalls::SlackCalls;
};

namespace {

// What users_info and lookup_by_email say of somebody who is not there for us.
constexpr std::string_view nobody[] = {"users_not_found", "user_not_found", "user_not_visible"};
constexpr std::string_view gone_already[] = {"message_not_found"};

}  // namespace

SlackApi::SlackApi(
    asio::io_context& io, HttpsClient& https, RateGate& gate, SlackApiOptions options
)
    : state_{std::make_unique<State>(io, https, gate, std::move(options))} {}

SlackApi::~SlackApi() = default;

store::Task<bool> SlackApi::turn(SlackMethod method, std::string_view channel, Urgency urgency) {
    return state_->turn(method, channel, urgency);
}

store::Task<SlackResult<Posted>> SlackApi::post_message(const PostMessage& message, CallPace pace) {
    const SlackCall call{SlackMethod::chat_post_message, post_body(message), pace, message.channel};
    co_return co_await state_->ask(call, read_posted);
}

store::Task<SlackResult<Posted>> SlackApi::update_message(
    const UpdateMessage& message, CallPace pace
) {
    const SlackCall call{SlackMethod::chat_update, update_body(message), pace};
    co_return co_await state_->ask(call, read_posted);
}

store::Task<SlackResult<void>> SlackApi::delete_message(const Posted& where, CallPace pace) {
    const auto body = json_body({{"channel", where.channel}, {"ts", where.ts}});
    const SlackCall call{SlackMethod::chat_delete, body, pace, {}, gone_already};
    co_return co_await state_->tell(call);
}

store::Task<SlackResult<void>> SlackApi::post_ephemeral(
    const PostEphemeral& message, CallPace pace
) {
    const SlackCall call{SlackMethod::chat_post_ephemeral, ephemeral_body(message), pace};
    co_return co_await state_->tell(call);
}

store::Task<SlackResult<ViewShown>> SlackApi::open_view(
    const std::string& trigger_id, const std::string& view, std::chrono::milliseconds left
) {
    const SlackCall call{
        .method = SlackMethod::views_open,
        .body = view_body({{"trigger_id", trigger_id}}, view),
        .pace = {.total = left},
        .at_once = true,
    };
    co_return co_await state_->ask(call, read_view);
}

store::Task<SlackResult<ViewShown>> SlackApi::push_view(
    const std::string& trigger_id, const std::string& view, std::chrono::milliseconds left
) {
    const SlackCall call{
        .method = SlackMethod::views_push,
        .body = view_body({{"trigger_id", trigger_id}}, view),
        .pace = {.total = left},
        .at_once = true,
    };
    co_return co_await state_->ask(call, read_view);
}

store::Task<SlackResult<ViewShown>> SlackApi::update_view(
    const std::string& view_id,
    const std::string& view,
    const std::optional<std::string>& hash,
    CallPace pace
) {
    const auto body = view_body({{"view_id", view_id}, {"hash", hash.value_or("")}}, view);
    const SlackCall call{SlackMethod::views_update, body, pace};
    co_return co_await state_->ask(call, read_view);
}

store::Task<SlackResult<ViewShown>> SlackApi::publish_view(
    const policy::SlackUserId& user,
    const std::string& view,
    const std::optional<std::string>& hash,
    CallPace pace
) {
    const auto body = view_body({{"user_id", user.value}, {"hash", hash.value_or("")}}, view);
    const SlackCall call{SlackMethod::views_publish, body, pace};
    co_return co_await state_->ask(call, read_view);
}

store::Task<SlackResult<UserPage>> SlackApi::users_list(const std::string& cursor, int limit) {
    const auto size = std::to_string(limit);
    const auto body =
        form_body({{"limit", size}, {"cursor", cursor}, {"team_id", state_->options().team_id}});
    const SlackCall call{SlackMethod::users_list, body, {.urgency = Urgency::normal}};
    co_return co_await state_->ask(call, read_user_page);
}

store::Task<SlackResult<std::optional<SlackUser>>> SlackApi::users_info(
    const policy::SlackUserId& user
) {
    const SlackCall call{
        SlackMethod::users_info, form_body({{"user", user.value}}), {}, {}, nobody};
    co_return co_await state_->ask(call, read_user);
}

store::Task<SlackResult<std::optional<SlackUser>>> SlackApi::lookup_by_email(
    const std::string& email
) {
    const SlackCall call{
        SlackMethod::users_lookup_by_email, form_body({{"email", email}}), {}, {}, nobody};
    co_return co_await state_->ask(call, read_user);
}

store::Task<SlackResult<std::string>> SlackApi::conversations_open(const policy::SlackUserId& user
) {
    const SlackCall call{SlackMethod::conversations_open, json_body({{"users", user.value}}), {}};
    co_return co_await state_->ask(call, read_channel);
}

store::Task<SlackResult<HistoryPage>> SlackApi::conversations_history(const History& which) {
    const auto limit = std::to_string(which.limit);
    const auto body = form_body(
        {{"channel", which.channel},
         {"oldest", which.oldest},
         {"latest", which.latest},
         {"inclusive", "true"},
         {"limit", limit},
         {"cursor", which.cursor},
         {"include_all_metadata", "true"}}
    );
    const SlackCall call{SlackMethod::conversations_history, body, {}};
    co_return co_await state_->ask(call, read_history);
}

store::Task<SlackResult<Installation>> SlackApi::auth_test() {
    const SlackCall call{SlackMethod::auth_test, {}, {}};
    Installation installation;
    const SlackReader read = [&](const json::Value& answer, const HttpAnswer& http) {
        return read_installation(answer, http.header("x-oauth-scopes"), installation);
    };
    auto error = co_await state_->carry_out(call, read);
    if (error) co_return std::move(*error);
    co_return installation;
}

store::Task<SlackResult<Team>> SlackApi::team_info() {
    const SlackCall call{SlackMethod::team_info, {}, {}};
    co_return co_await state_->ask(call, read_team);
}

store::Task<SlackResult<void>> SlackApi::respond(
    const std::string& response_url, const Response& response
) {
    const auto body = response_body(response);
    auto error = co_await state_->respond(response_url, body);
    if (error) co_return std::move(*error);
    co_return SlackResult<void>{};
}

bool SlackApi::may_respond_to(std::string_view response_url) const {
    return state_->may_respond_to(response_url);
}

void SlackApi::stop() {
    state_->stop();
}

const SlackCounts& SlackApi::counts() const {
    return state_->counts();
}

}  // namespace bot
