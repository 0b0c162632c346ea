// auth.test, team.info and users.*: what an app may know of the people.
#include <algorithm>

#include "sandbox/encoding.hpp"
#include "sandbox/payloads.hpp"
#include "sandbox/web_api.hpp"

namespace sandbox {

namespace {

constexpr std::int64_t largest_page = 999;
// Beyond this many people Slack wants a limit.
constexpr std::size_t unpaged_people = 1000;
constexpr std::string_view cursor_mark = "user:";

std::optional<std::size_t> position_of(const std::string& cursor, std::size_t people) {
    const auto decoded = decode_base64(cursor);
    if (!decoded || !decoded->starts_with(cursor_mark)) return std::nullopt;
    const std::string digits = trimmed(decoded->substr(cursor_mark.size()));
    if (digits.empty() || digits.find_first_not_of(decimal_digits) != std::string::npos)
        return std::nullopt;
    const std::size_t position = std::stoul(digits.substr(0, 12));
    if (position > people) return std::nullopt;
    return position;
}

// Padded so that it always ends in '=', as Slack's do.
std::string cursor_at(std::size_t position) {
    std::string text = std::string(cursor_mark) + std::to_string(position);
    while (text.size() % 3 == 0)
        text += ' ';
    return base64(text);
}

}  // namespace

// Says what it was told: for trying out the way to Slack.
Json api_test(ApiContext&, const Arguments& arguments) {
    const auto error = arguments.text("error");
    if (!error.empty()) return api_error(error).set("args", arguments.values());
    return api_ok({{"args", arguments.values()}});
}

Json auth_test(ApiContext& context, const Arguments&) {
    const Workspace& workspace = context.workspace;
    return api_ok(
        {{"url", "https://" + workspace.team.domain + ".slack.com/"},
         {"team", workspace.team.name},
         {"user", lower_case(workspace.app.name)},
         {"team_id", workspace.team.id},
         {"user_id", workspace.app.bot_user_id},
         {"bot_id", workspace.app.bot_id},
         {"is_enterprise_install", false}}
    );
}

Json team_info(ApiContext& context, const Arguments&) {
    const TeamInfo& team = context.workspace.team;
    const Json icon = Json::object({{"image_default", true}});
    return api_ok(
        {{"team",
          Json::object(
              {{"id", team.id},
               {"name", team.name},
               {"url", "https://" + team.domain + ".slack.com/"},
               {"domain", team.domain},
               {"email_domain", ""},
               {"icon", icon},
               {"avatar_base_url", "https://ca.slack-edge.com/"},
               {"is_verified", false}}
          )}}
    );
}

Json users_list(ApiContext& context, const Arguments& arguments) {
    const auto& people = context.workspace.people();
    const std::optional<std::int64_t> asked = arguments.number("limit");
    if (arguments.has("limit") && (!asked || *asked < 0 || *asked > largest_page))
        return api_error("invalid_limit");
    const bool unpaged = !asked || *asked == 0;
    if (unpaged && people.size() > unpaged_people) return api_error("limit_required");
    std::size_t from = 0;
    if (!arguments.text("cursor").empty()) {
        const auto position = position_of(arguments.text("cursor"), people.size());
        if (!position) return api_error("invalid_cursor");
        from = *position;
    }
    std::size_t page = unpaged ? people.size() : static_cast<std::size_t>(*asked);
    // A page may be shorter than asked for without being the last one.
    if (from > 0 && page > 1) --page;
    const std::size_t to = std::min(people.size(), from + page);
    Json members = Json::array();
    const bool locale = arguments.flag("include_locale");
    for (std::size_t i = from; i < to; ++i)
        if (!people[i]->hidden) members.add(visible_user(context.workspace, *people[i], locale));
    const std::string next = to < people.size() ? cursor_at(to) : "";
    return api_ok(
        {{"members", members},
         {"cache_ts", context.clock.product() / 1000},
         {"response_metadata", Json::object({{"next_cursor", next}})}}
    );
}

Json users_info(ApiContext& context, const Arguments& arguments) {
    const std::string id = arguments.text("user");
    if (id.empty()) return missing_argument("user");
    Person* person = contains(id, "@") ? nullptr : context.workspace.person(id);
    if (!person) return api_error("user_not_found");
    context.user = person->id;
    const bool locale = arguments.flag("include_locale");
    return api_ok({{"user", visible_user(context.workspace, *person, locale)}});
}

Json users_lookup_by_email(ApiContext& context, const Arguments& arguments) {
    const std::string email = arguments.text("email");
    if (email.empty()) return missing_argument("email");
    Person* person = context.workspace.person_by_email(trimmed(email));
    if (!person || person->deleted || person->bot) return api_error("users_not_found");
    context.user = person->id;
    return api_ok({{"user", visible_user(context.workspace, *person, false)}});
}

}  // namespace sandbox
