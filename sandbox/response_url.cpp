// Section 3.9 of the protocol sheet. The error texts are not documented by Slack: do not lean on
// them.
#include "sandbox/response_url.hpp"

#include "sandbox/messages.hpp"

namespace sandbox {

namespace {

constexpr int most_uses = 5;
constexpr Millis lifetime = 30 * 60'000;

HttpResponse said(unsigned status, const std::string& text) {
    return {status, {{"Content-Type", "text/plain; charset=utf-8"}}, text};
}

}  // namespace

HttpResponse use_response_url(
    ApiContext& context, std::int64_t log_seq, const HttpRequest& request
) {
    ResponseUrl* url = context.workspace.response_url(request.path());
    if (!url) return said(404, "no_service");
    if (request.method != "POST") return said(405, "method_not_allowed");
    if (context.clock.product() - url->made_at > lifetime) return said(404, "expired_url");
    if (url->uses >= most_uses) {
        context.journal.violation("response_url_used_up", "used more than 5 times", log_seq);
        return said(404, "used_url");
    }
    const auto body = parse_json(request.body);
    if (!body || !body->is_object()) return said(400, "invalid_payload");
    Channel* channel = context.workspace.channel(url->channel);
    if (!channel) return said(404, "channel_not_found");
    ++url->uses;
    const Arguments arguments{*body};
    Message* original = channel->find(url->message_ts);
    if (arguments.flag("delete_original")) {
        if (original) remove_message(context, *channel, url->message_ts);
        return said(200, "ok");
    }
    const Draft draft = read_draft(arguments, false);
    if (draft.refused()) {
        context.journal.violation(
            "refused_call", "response_url: " + write_json(draft.error), log_seq
        );
        return said(400, draft.error.text("error"));
    }
    if (arguments.flag("replace_original") && original) {
        change_message(context, *channel, *original, draft);
    } else {
        const bool ephemeral = arguments.text("response_type") != "in_channel";
        put_message(context, *channel, draft, ephemeral);
    }
    return said(200, "ok");
}

}  // namespace sandbox
