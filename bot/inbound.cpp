// From bytes to one of the kinds: content type, form or JSON, and what each kind of fault is
// called.
#include "bot/inbound.hpp"

#include <utf8.h>

#include <algorithm>
#include <stdexcept>

#include "bot/form_decode.hpp"
#include "bot/inbound_parts.hpp"
#include "bot/json_read.hpp"

namespace bot {

namespace {

enum class Media { json, form, other };

char lower(char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

Media media_of(std::string_view content_type) {
    auto type = content_type.substr(0, content_type.find(';'));
    const auto first = type.find_first_not_of(" \t");
    if (first == std::string_view::npos) return Media::other;
    type = type.substr(first, type.find_last_not_of(" \t") - first + 1);
    auto is = [&](std::string_view wanted) {
        return std::equal(
            type.begin(),
            type.end(),
            wanted.begin(),
            wanted.end(),
            [](char a, char b) { return lower(a) == b; }
        );
    };
    if (is("application/json")) return Media::json;
    if (is("application/x-www-form-urlencoded")) return Media::form;
    return Media::other;
}

// What is reused from one payload to the next.
struct Buffers {
    json::Parser parser;
    FormDecoder form;
    std::string body;
};

Buffers& buffers() {
    thread_local Buffers mine;
    return mine;
}

ParseFault fault_of(json::Fault fault) {
    switch (fault) {
        case json::Fault::syntax:
            return ParseFault::json_syntax;
        case json::Fault::invalid_utf8:
            return ParseFault::invalid_utf8;
        case json::Fault::too_deep:
            return ParseFault::too_deep;
        case json::Fault::duplicate_key:
            return ParseFault::duplicate_key;
    }
    throw std::logic_error{"unknown JSON fault"};
}

ParseError error_of(FormFault fault, std::string_view culprit) {
    switch (fault) {
        case FormFault::percent_encoding:
            return {ParseFault::form_syntax, {}};
        case FormFault::duplicate_field:
            return {ParseFault::duplicate_field, std::string{culprit.substr(0, 40)}};
        case FormFault::too_many_fields:
            return {ParseFault::too_many_fields, {}};
        case FormFault::none:
            break;
    }
    throw std::logic_error{"not a form fault"};
}

InboundResult url_verification(const json::Value& root) {
    inbound::Needs needs;
    UrlVerification read{needs.text(root, "challenge", "challenge")};
    return needs.answer(std::move(read));
}

InboundResult parse_event(std::string_view body) {
    auto& [parser, form, buffer] = buffers();
    constexpr std::size_t usual_bytes = 262'144;
    if (buffer.capacity() > usual_bytes && body.size() < usual_bytes) std::string{}.swap(buffer);
    buffer.assign(body);
    const auto* root = parser.parse(buffer.data(), buffer.size());
    if (!root) return ParseError{fault_of(parser.fault()), {}};
    if (!root->IsObject()) return ParseError{ParseFault::not_an_object, {}};

    const auto type = json::find_text(*root, "type").value_or("");
    if (type == "event_callback") return inbound::event_callback(*root);
    if (type == "url_verification") return url_verification(*root);
    if (type == "app_rate_limited") {
        AppRateLimited limited{
            {json::text(*root, "team_id")}, inbound::instant_of(*root, "minute_rate_limited")};
        return Inbound{std::move(limited)};
    }
    return Inbound{Unknown{std::string{type}}};
}

InboundResult parse_payload(const FormField& payload) {
    auto& parser = buffers().parser;
    const auto* root = parser.parse(payload.value, payload.size);
    if (!root) return ParseError{fault_of(parser.fault()), "payload"};
    if (!root->IsObject()) return ParseError{ParseFault::not_an_object, "payload"};
    return inbound::interaction(*root, json::find_text(*root, "type").value_or(""));
}

InboundResult parse_form(std::string_view body) {
    auto& form = buffers().form;
    if (const auto fault = form.decode(body); fault != FormFault::none) {
        return error_of(fault, form.culprit());
    }
    for (const auto& field : form.fields()) {
        const auto name = field.name;
        const auto text =
            name == "payload" ? std::string_view{} : field.text();  // JSON: checked there
        if (!utf8::is_valid(name.begin(), name.end()) ||
            !utf8::is_valid(text.begin(), text.end())) {
            return ParseError{ParseFault::invalid_utf8, {}};
        }
    }
    // Exactly "1", and then nothing else in the form counts: no payload rides along.
    const auto* ssl_check = form.find("ssl_check");
    if (ssl_check && ssl_check->text() == "1") return Inbound{SslCheck{}};

    const auto* payload = form.find("payload");
    const auto* command = form.find("command");
    if (payload && command) return ParseError{ParseFault::ambiguous, {}};
    if (payload) return parse_payload(*payload);
    if (command) return inbound::slash_command(form);
    return Inbound{Unknown{"form"}};
}

}  // namespace

InboundResult parse_inbound(std::string_view content_type, std::string_view body) {
    const auto media = media_of(content_type);
    if (media == Media::other) return ParseError{ParseFault::content_type, {}};
    if (body.empty()) return ParseError{ParseFault::empty_body, {}};
    return media == Media::json ? parse_event(body) : parse_form(body);
}

std::string describe(const ParseError& error) {
    const auto reason = [&]() -> std::string_view {
        switch (error.fault) {
            case ParseFault::content_type:
                return "the content type is neither JSON nor a form";
            case ParseFault::empty_body:
                return "the body is empty";
            case ParseFault::json_syntax:
                return "the JSON is malformed or cut off";
            case ParseFault::invalid_utf8:
                return "the text is not valid UTF-8";
            case ParseFault::too_deep:
                return "the JSON is nested too deeply";
            case ParseFault::duplicate_key:
                return "a JSON object has a key twice";
            case ParseFault::not_an_object:
                return "the JSON is not an object";
            case ParseFault::form_syntax:
                return "the form's percent-encoding is malformed";
            case ParseFault::duplicate_field:
                return "a form field stands twice";
            case ParseFault::too_many_fields:
                return "the form has too many fields";
            case ParseFault::ambiguous:
                return "the form is an interaction and a command at once";
            case ParseFault::missing_field:
                return "a field is missing or of the wrong type";
        }
        throw std::logic_error{"unknown parse fault"};
    }();
    auto sentence = std::string{reason};
    if (!error.where.empty()) sentence += ": " + error.where;
    return sentence;
}

void throw_exception_from_error(const ParseError& error, const boost::source_location& where) {
    throw std::logic_error{
        "inbound payload taken without a look: " + describe(error) + " at " + where.to_string()};
}

const StateValue* State::find(std::string_view block_id, std::string_view action_id) const {
    for (const auto& entry : entries_) {
        if (entry.block_id == block_id && entry.action_id == action_id) return &entry.value;
    }
    return nullptr;
}

std::optional<std::string_view> State::text(std::string_view block_id, std::string_view action_id)
    const {
    const auto* found = find(block_id, action_id);
    if (!found || !found->value) return std::nullopt;
    return *found->value;
}

const ChosenOption* State::option(std::string_view block_id, std::string_view action_id) const {
    const auto* found = find(block_id, action_id);
    return found && found->option ? &*found->option : nullptr;
}

const std::vector<ChosenOption>* State::options(
    std::string_view block_id, std::string_view action_id
) const {
    const auto* found = find(block_id, action_id);
    return found ? &found->options : nullptr;
}

bool InboundView::has_input(std::string_view block_id) const {
    return std::any_of(blocks.begin(), blocks.end(), [&](const ViewBlock& block) {
        return block.is_input && block.block_id == block_id;
    });
}

std::string BlockActions::dedupe_key() const {
    std::string key = "actions:" + actor.user.value + ":" + trigger_id;
    for (const auto& action : actions)
        key += ":" + action.action_id + ":" + action.action_ts;
    return key;
}

std::string ViewSubmission::dedupe_key() const {
    return "submission:" + actor.user.value + ":" + view.id + ":" + view.hash + ":" + trigger_id;
}

std::string Shortcut::dedupe_key() const {
    return "shortcut:" + actor.user.value + ":" + trigger_id + ":" + action_ts;
}

std::string SlashCommand::dedupe_key() const {
    return "command:" + actor.user.value + ":" + trigger_id;
}

namespace inbound {

std::string Needs::text(const json::Value& object, std::string_view key, std::string_view where) {
    auto found = json::text(object, key);
    if (found.empty()) missing(where);
    return found;
}

const json::Value& Needs::object(
    const json::Value& object, std::string_view key, std::string_view where
) {
    static const json::Value none{rapidjson::kObjectType};
    const auto* found = json::find_object(object, key);
    if (!found) missing(where);
    return found ? *found : none;
}

void Needs::missing(std::string_view where) {
    if (missing_.empty()) missing_ = where;
}

policy::Instant instant_of(const json::Value& object, std::string_view key) {
    constexpr std::int64_t end_of_9999 = 253'402'300'799;
    const auto seconds = json::find_integer(object, key).value_or(0);
    return policy::instant(seconds >= 0 && seconds <= end_of_9999 ? seconds : 0);
}

}  // namespace inbound
}  // namespace bot
