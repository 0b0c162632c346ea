// The table of control calls. Reference: docs/sandbox.md.
#include "sandbox/control.hpp"

#include "sandbox/encoding.hpp"
#include "sandbox/interactions.hpp"
#include "sandbox/live.hpp"
#include "sandbox/page.hpp"

namespace sandbox {

namespace {

HttpResponse answer_with(unsigned status, Json body) {
    return {status, {{"Content-Type", "application/json"}}, write_json(body)};
}

HttpResponse refused(unsigned status, const std::string& sentence) {
    return answer_with(status, Json::object({{"ok", false}, {"error", sentence}}));
}

// Numbers and booleans of a query are what they look like.
Json query_value(const std::string& text) {
    if (text == "true" || text == "false") return text == "true";
    const bool digits = !text.empty() && text.find_first_not_of("0123456789") == std::string::npos;
    if (digits && text.size() < 18) return static_cast<std::int64_t>(std::stoll(text));
    return text;
}

// Query arguments become members; the body's members win.
Json asked(const HttpRequest& request) {
    Json ask = Json::object();
    const auto fields = decode_form(request.query());
    if (!fields) throw Refusal("the query is not well encoded");
    for (const auto& [name, value] : *fields)
        ask.set(name, query_value(value));
    if (request.body.empty()) return ask;
    std::string fault;
    const auto body = parse_json(request.body, &fault);
    if (!body) throw Refusal("the body is not JSON: " + fault);
    if (!body->is_object()) throw Refusal("the body must be an object");
    for (const Json::Member& member : body->members())
        ask.set(member.name, member.value);
    return ask;
}

Json with_ok(const Json& result) {
    Json out = Json::object({{"ok", true}});
    for (const Json::Member& member : result.members())
        out.set(member.name, member.value);
    return out;
}

}  // namespace

Control::Control(Stage& stage, WebApi& api, RateLimits& limits, Faults& faults, Signal& clock_moved)
    : stage_(stage), api_(api), limits_(limits), faults_(faults), clock_moved_(clock_moved) {
    add_people();
    add_views();
    add_page();
    add_faults();
    add_world();
}

void Control::on(const std::string& method_and_path, Call call) {
    calls_[method_and_path] = std::move(call);
}

void Control::on_plain(const std::string& method_and_path, std::function<Json(const Json&)> call) {
    on(method_and_path,
       [call = std::move(call)](const Json& ask) -> Task<Json> { co_return call(ask); });
}

void Control::add_people() {
    Stage& stage = stage_;
    using Action = Task<Json> (*)(Stage&, const Json&);
    const std::map<std::string, Action> actions{
        {"click", click},
        {"choose", choose},
        {"suggest", suggest},
        {"submit", submit},
        {"close", close_modal},
        {"command", slash_command},
        {"shortcut", global_shortcut},
        {"send_message", send_message},
        {"users", change_user},
        {"users/join", join},
        {"verify_url", verify_url},
        {"wait", wait_for},
        {"deliver", deliver_raw},
        {"replay", replay},
    };
    for (const auto& [name, action] : actions) {
        const Action run = action;
        on("POST /control/" + name, [&stage, run](const Json& ask) { return run(stage, ask); });
    }
    for (const std::string tab : {"home", "messages"}) {
        on("POST /control/open_" + tab,
           [&stage, tab](const Json& ask) { return open_app(stage, ask, tab); });
    }
}

void Control::add_views() {
    using Sight = Json (*)(Stage&, Person&);
    const std::map<std::string, Sight> sights{
        {"home", home_json}, {"modals", modals_json}, {"messages", messages_json}};
    for (const auto& [name, sight] : sights) {
        const Sight see = sight;
        on_plain("GET /control/" + name, [this, see](const Json& ask) {
            return see(stage_, person_of(stage_, ask));
        });
    }
    on_plain("GET /control/state", [this](const Json&) { return state_json(stage_); });
    on_plain("GET /control/violations", [this](const Json&) {
        Json list = Json::array();
        for (const Violation& violation : stage_.journal.violations())
            list.add(violation.json());
        return Json::object({{"violations", list}});
    });
    on_plain("POST /control/reset_violations", [this](const Json&) {
        stage_.journal.reset_violations();
        return Json::object();
    });
    on("GET /control/log", [this](const Json& ask) { return log_after(ask); });
}

// What only the web page asks for.
void Control::add_page() {
    using Look = Json (*)(Stage&, const Json&);
    const std::map<std::string, Look> looks{
        {"GET /control/people", people_json},
        {"GET /control/conversations", conversations_json},
        {"POST /control/mark_read", mark_read},
        {"POST /control/gallery", show_gallery}};
    for (const auto& [name, look] : looks) {
        const Look run = look;
        on_plain(name, [this, run](const Json& ask) { return run(stage_, ask); });
    }
}

// "timeout": the answer would come too late; "unreachable": nothing is there.
Json Control::lose_deliveries(const Json& ask) {
    const std::string& kind = ask.text("kind");
    if (kind != "timeout" && kind != "unreachable")
        throw Refusal("kind must be timeout or unreachable");
    const Arrival how = kind == "timeout" ? Arrival::http_timeout : Arrival::connection_failed;
    stage_.deliverer.lose(how, static_cast<int>(ask.at("times").integer(1)));
    return Json::object({{"lost", stage_.deliverer.to_lose()}});
}

void Control::add_faults() {
    on_plain("POST /control/faults", [this](const Json& ask) {
        try {
            faults_.plant(ask);
        } catch (const std::invalid_argument& fault) {
            throw Refusal(fault.what());
        }
        return Json::object({{"faults", faults_.json()}});
    });
    on_plain("GET /control/faults", [this](const Json&) {
        return Json::object({{"faults", faults_.json()}});
    });
    on_plain("DELETE /control/faults", [this](const Json&) {
        faults_.clear();
        stage_.events.set_faults({});
        stage_.deliverer.lose(Arrival::http_timeout, 0);
        return Json::object();
    });
    on_plain("POST /control/event_faults", [this](const Json& ask) {
        EventFaults faults;
        faults.duplicate = static_cast<int>(ask.at("duplicate").integer(0));
        faults.duplicate_new_id = ask.at("duplicate_new_event_id").boolean();
        faults.reorder = ask.at("reorder").boolean();
        stage_.events.set_faults(faults);
        return Json::object();
    });
    on_plain("POST /control/delivery_faults", [this](const Json& ask) {
        return lose_deliveries(ask);
    });
    on_plain("POST /control/limits", [this](const Json& ask) {
        limits_.switch_on(ask.at("on").boolean(true));
        return Json::object({{"on", limits_.on()}});
    });
}

void Control::add_world() {
    on("GET /clock", [this](const Json& ask) { return clock_wait(ask); });
    on_plain("POST /control/clock", [this](const Json& ask) {
        if (!ask.at("advance_ms").is_integer()) throw Refusal("advance_ms is missing");
        stage_.clock.advance(ask.at("advance_ms").integer());
        clock_moved_.notify();
        return Json::object(
            {{"offset_ms", stage_.clock.offset()}, {"version", stage_.clock.version()}}
        );
    });
    on_plain("POST /control/bot_url", [this](const Json& ask) {
        try {
            stage_.deliverer.set_bot_url(ask.text("url"));
        } catch (const std::invalid_argument& fault) {
            throw Refusal(fault.what());
        }
        return Json::object({{"url", stage_.deliverer.bot_url()}});
    });
    on("POST /control/app_uninstalled", [this](const Json& ask) { return uninstall(ask); });
    on("POST /control/tokens_revoked", [this](const Json& ask) { return revoke(ask); });
    on_plain("POST /control/reinstall", [this](const Json& ask) {
        if (ask.has("token")) api_.settings().token = ask.text("token");
        api_.settings().token_error.clear();
        return Json::object();
    });
}

Task<HttpResponse> Control::handle(const HttpRequest& request) {
    try {
        const std::string path = request.path();
        const std::string log_prefix = "/control/log/";
        if (request.method == "GET" && path.starts_with(log_prefix)) {
            const std::string digits = path.substr(log_prefix.size());
            const LogEntry* entry = stage_.journal.find(std::strtoll(digits.c_str(), nullptr, 10));
            if (!entry) throw Refusal("no such log entry", 404);
            const Json shown = Json::object({{"entry", entry->json(true)}});
            co_return answer_with(200, with_ok(shown));
        }
        const Json ask = asked(request);
        if (request.method == "GET" && path == "/control/live")
            co_return live_stream(stage_, faults_, clock_moved_, ask);
        const auto call = calls_.find(request.method + " " + path);
        if (call == calls_.end())
            throw Refusal("no such call: " + request.method + " " + path, 404);
        Json result = co_await call->second(ask);
        // Whose screen shows at least this version sees what the call did.
        if (const Person* actor = stage_.workspace.person(ask.text("user")))
            result.set("version", static_cast<std::int64_t>(actor->changed->count()));
        co_return answer_with(200, with_ok(result));
    } catch (const Refusal& refusal) {
        co_return refused(refusal.status, refusal.what());
    } catch (const std::invalid_argument& fault) {
        co_return refused(400, fault.what());
    }
}

Task<Json> Control::clock_wait(const Json& ask) {
    const milliseconds patience(30'000);
    if (ask.has("version")) {
        const std::int64_t known = ask.at("version").integer(0);
        const std::function<bool()> moved = [&] { return stage_.clock.version() != known; };
        co_await clock_moved_.wait_until(moved, patience);
    }
    co_return Json::object(
        {{"offset_ms", stage_.clock.offset()}, {"version", stage_.clock.version()}}
    );
}

Task<Json> Control::log_after(const Json& ask) {
    const std::int64_t after = ask.at("after").integer(0);
    const milliseconds patience(ask.at("wait_ms").integer(0));
    Journal& journal = stage_.journal;
    const std::function<bool()> newer = [&] { return journal.newest() > after; };
    co_await journal.changed.wait_until(newer, patience);
    Json entries = Json::array();
    for (const LogEntry* entry : journal.after(after))
        entries.add(entry->json(ask.at("bodies").boolean()));
    co_return Json::object({{"entries", entries}, {"newest", journal.newest()}});
}

// Both events, in an order that Slack does not guarantee either; the token is dead at once.
Task<Json> Control::uninstall(const Json&) {
    api_.settings().token_error = "account_inactive";
    const Json none = Json::object();
    Json revoked = co_await revoke(none);
    const Json event =
        Json::object({{"type", "app_uninstalled"}, {"event_ts", stage_.clock.next_ts()}});
    const std::string nobody;
    api_.settings().token_error = "account_inactive";
    Json result = co_await stage_.events.send(event, nobody);
    co_return result;
}

Task<Json> Control::revoke(const Json&) {
    api_.settings().token_error = "token_revoked";
    const Json bots = Json::array({stage_.workspace.app.bot_user_id});
    const Json tokens = Json::object({{"oauth", Json::array()}, {"bot", bots}});
    const Json event = Json::object(
        {{"type", "tokens_revoked"}, {"tokens", tokens}, {"event_ts", stage_.clock.next_ts()}}
    );
    const std::string nobody;
    Json result = co_await stage_.events.send(event, nobody);
    co_return result;
}

}  // namespace sandbox
