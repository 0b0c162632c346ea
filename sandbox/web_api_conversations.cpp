// conversations.*: the only conversations here are direct messages between the app and a person.
#include <algorithm>

#include "sandbox/encoding.hpp"
#include "sandbox/payloads.hpp"
#include "sandbox/web_api.hpp"

namespace sandbox {

namespace {

constexpr std::int64_t default_page = 100;
constexpr std::int64_t largest_page = 999;
constexpr std::size_t most_users = 8;
constexpr std::string_view cursor_mark = "next_ts:";

Json channel_json(const Channel& channel, bool whole) {
    Json out = Json::object({{"id", channel.id}});
    if (!whole) return out;
    return out.set("created", 1700000000)
        .set("is_im", true)
        .set("is_archived", false)
        .set("is_org_shared", false)
        .set("user", channel.user)
        .set("is_user_deleted", false)
        .set("is_open", true);
}

// Between `oldest` and `latest`, the ends only if `inclusive`. Timestamps compare as text because
// they all have the same length.
bool in_range(const std::string& ts, const Arguments& arguments) {
    const std::string oldest = arguments.text("oldest");
    const std::string latest = arguments.text("latest");
    const bool inclusive = arguments.flag("inclusive");
    const bool bounded = !oldest.empty() && oldest != "0";
    const auto value = std::stod(ts);
    if (bounded) {
        const double from = std::strtod(oldest.c_str(), nullptr);
        if (inclusive ? value < from : value <= from) return false;
    }
    if (!latest.empty()) {
        const double to = std::strtod(latest.c_str(), nullptr);
        if (inclusive ? value > to : value >= to) return false;
    }
    return true;
}

// The ts from which a cursor goes on (exclusive, towards older ones).
std::optional<std::string> position_of(const std::string& cursor) {
    const auto decoded = decode_base64(cursor);
    if (!decoded || !decoded->starts_with(cursor_mark)) return std::nullopt;
    return trimmed(decoded->substr(cursor_mark.size()));
}

std::string cursor_at(const std::string& ts) {
    std::string text = std::string(cursor_mark) + ts;
    while (text.size() % 3 == 0)
        text += ' ';
    return base64(text);
}

}  // namespace

Json conversations_open(ApiContext& context, const Arguments& arguments) {
    Workspace& workspace = context.workspace;
    const bool whole = arguments.flag("return_im");
    if (arguments.has("channel")) {
        Channel* channel = workspace.channel(arguments.text("channel"));
        if (!channel) return api_error("channel_not_found");
        return api_ok(
            {{"no_op", true}, {"already_open", true}, {"channel", channel_json(*channel, whole)}}
        );
    }
    if (!arguments.has("users")) return api_error("users_list_not_supplied");
    std::vector<std::string> users;
    for (const std::string& user : split(arguments.text("users"), ','))
        if (!trimmed(user).empty()) users.push_back(trimmed(user));
    if (users.empty()) return api_error("not_enough_users");
    if (users.size() > most_users) return api_error("too_many_users");
    if (users.size() > 1) return api_error("method_not_supported_for_channel_type");
    Person* person = contains(users.front(), "@") ? nullptr : workspace.person(users.front());
    if (!person) return api_error("user_not_found");
    if (person->deleted) return api_error("user_disabled");
    if (person->bot) return api_error("cannot_dm_bot");
    context.user = person->id;
    const bool open = !person->dm.empty();
    if (!open && arguments.flag("prevent_creation")) return api_error("channel_not_found");
    Json out = api_ok({{"channel", channel_json(workspace.dm_of(*person), whole)}});
    if (open) out.set("no_op", true).set("already_open", true);
    return out;
}

Json conversations_info(ApiContext& context, const Arguments& arguments) {
    if (!arguments.has("channel")) return missing_argument("channel");
    Channel* channel = context.workspace.channel(arguments.text("channel"));
    if (!channel) return api_error("channel_not_found");
    context.user = channel->user;
    return api_ok({{"channel", channel_json(*channel, true)}});
}

Json conversations_history(ApiContext& context, const Arguments& arguments) {
    if (!arguments.has("channel")) return missing_argument("channel");
    Channel* channel = context.workspace.channel(arguments.text("channel"));
    if (!channel) return api_error("channel_not_found");
    context.user = channel->user;
    const std::int64_t limit = arguments.number("limit").value_or(default_page);
    if (limit < 1 || limit > largest_page) return api_error("invalid_limit");
    std::string before;
    if (!arguments.text("cursor").empty()) {
        const auto position = position_of(arguments.text("cursor"));
        if (!position) return api_error("invalid_cursor");
        before = *position;
    }
    Json messages = Json::array();
    std::string next;
    for (auto message = channel->messages.rbegin(); message != channel->messages.rend();
         ++message) {
        if (message->ephemeral || !in_range(message->ts, arguments)) continue;
        if (!before.empty() && message->ts >= before) continue;
        if (messages.size() == static_cast<std::size_t>(limit)) {
            next = messages.items().back().text("ts");
            break;
        }
        const bool metadata = arguments.flag("include_all_metadata");
        messages.add(message_json(context.workspace, *message, metadata));
    }
    Json out = api_ok({{"messages", messages}, {"has_more", !next.empty()}, {"pin_count", 0}});
    if (!next.empty())
        out.set("response_metadata", Json::object({{"next_cursor", cursor_at(next)}}));
    return out;
}

}  // namespace sandbox
