// What is malformed is refused with its reason, and nothing that is sent can crash the parser.
#include <catch2/catch.hpp>

#include <random>

#include "bot/form_decode.hpp"
#include "bot/inbound.hpp"
#include "tests/bot/payloads.hpp"

using namespace bot;

namespace {

constexpr auto json = "application/json";
constexpr auto form = "application/x-www-form-urlencoded";

ParseFault refused_event(const std::string& body) {
    const auto parsed = parse_inbound(json, body);
    REQUIRE(parsed.has_error());
    return parsed.error().fault;
}

ParseError refused_interaction(const std::string& payload) {
    const auto parsed = parse_inbound(form, payloads::as_payload(payload));
    REQUIRE(parsed.has_error());
    return parsed.error();
}

ParseFault refused_form(const std::string& body) {
    const auto parsed = parse_inbound(form, body);
    REQUIRE(parsed.has_error());
    return parsed.error().fault;
}

std::string nested(std::size_t levels) {
    return R"({"type":"x","deep":)" + std::string(levels, '[') + std::string(levels, ']') + "}";
}

}  // namespace

TEST_CASE("every truncation of an event is refused as malformed") {
    const auto whole = payloads::file("app_home_opened.json");
    const auto last_brace = whole.find_last_of('}');
    for (std::size_t size = 1; size <= last_brace; ++size) {
        const auto fault = refused_event(whole.substr(0, size));
        if (fault != ParseFault::json_syntax) FAIL("cut at " << size);
    }
    CHECK(refused_event("") == ParseFault::empty_body);
}

TEST_CASE("bytes after the end are refused, a NUL byte too") {
    CHECK(refused_event(R"({"type":"x"} y)") == ParseFault::json_syntax);
    CHECK(refused_event(R"({"type":"x"}{})") == ParseFault::json_syntax);
    CHECK(refused_event(std::string{"{\"type\":\"x\"}\0{}", 15}) == ParseFault::json_syntax);
    CHECK(refused_event(std::string{"{\"ty\0pe\":\"x\"}", 13}) == ParseFault::json_syntax);
}

TEST_CASE("text that is not UTF-8 is refused") {
    const std::vector<std::string> broken{
        "\xff", "\xc0\xaf", "\xe0\x80\x80", "\xed\xa0\x80", "\xf4\x90\x80\x80", "\xc3", "\x80"};
    for (const auto& bytes : broken) {
        CHECK(refused_event(R"({"type":")" + bytes + "\"}") == ParseFault::invalid_utf8);
        CHECK(
            refused_interaction(R"({"type":")" + bytes + "\"}").fault == ParseFault::invalid_utf8
        );
        CHECK(
            refused_form("command=/a&user_id=U1&text=" + payloads::percent_encoded(bytes)) ==
            ParseFault::invalid_utf8
        );
    }
    CHECK(refused_event(R"({"type":"\ud83d"})") == ParseFault::invalid_utf8);
    CHECK(refused_event(R"({"type":"\ude80 x"})") == ParseFault::invalid_utf8);
}

TEST_CASE("a wrong byte is found wherever it stands, and a letter beyond ASCII harms nowhere") {
    const std::string head = R"({"type":")";
    for (std::size_t before = 0; before < 24; ++before) {
        for (std::size_t behind = 0; behind < 24; ++behind) {
            const std::string left(before, 'a');
            const std::string right(behind, 'b');
            const auto text = [&](const char* middle) {
                return head + left + middle + right + "\"}";
            };
            CHECK(refused_event(text("\xff")) == ParseFault::invalid_utf8);
            CHECK(refused_event(text("\xe2\x80")) == ParseFault::invalid_utf8);
            CHECK(parse_inbound("application/json", text("\xe2\x80\xa6")).has_value());
        }
    }
}

TEST_CASE("64 levels are read, 65 are refused, 100,000 do no harm") {
    CHECK(parse_inbound(json, nested(63)).has_value());
    CHECK(refused_event(nested(64)) == ParseFault::too_deep);
    CHECK(refused_event(nested(100'000)) == ParseFault::too_deep);
    CHECK(refused_event(std::string(4'000'000, '[')) == ParseFault::too_deep);
    std::string objects;
    for (int i = 0; i < 100'000; ++i)
        objects += "{\"a\":";
    CHECK(refused_event(objects) == ParseFault::too_deep);
}

TEST_CASE("a key that stands twice is refused, however it is written") {
    CHECK(refused_event(R"({"type":"x","type":"y"})") == ParseFault::duplicate_key);
    CHECK(refused_event(R"({"type":"x","t\u0079pe":"y"})") == ParseFault::duplicate_key);
    CHECK(refused_event(R"({"type":"x","a":[{"b":{"c":1,"c":2}}]})") == ParseFault::duplicate_key);
    CHECK(parse_inbound(json, R"({"type":"x","a":{"type":1},"b":{"type":2}})").has_value());

    std::string many = R"({"type":"x")";
    for (int i = 0; i < 100'000; ++i)
        many += ",\"k" + std::to_string(i) + "\":0";
    CHECK(parse_inbound(json, many + "}").has_value());
    CHECK(refused_event(many + ",\"k7\":0}") == ParseFault::duplicate_key);
}

TEST_CASE("JSON that is not an object is refused") {
    for (const auto* body : {"[]", "1", "\"x\"", "null", "true"}) {
        CHECK(refused_event(body) == ParseFault::not_an_object);
        CHECK(refused_interaction(body).fault == ParseFault::not_an_object);
    }
    CHECK(refused_form("payload=") == ParseFault::json_syntax);
}

TEST_CASE("bad percent-encoding is refused") {
    for (const auto* body : {"payload=%", "payload=%4", "a=%zz", "%g0=1", "a=%+1", "a=b&c=%-1"}) {
        CHECK(refused_form(body) == ParseFault::form_syntax);
    }
}

TEST_CASE("a form field that stands twice is refused, however it is written") {
    const auto payload = payloads::as_payload(payloads::file("shortcut.json"));
    CHECK(refused_form(payload + "&" + payload) == ParseFault::duplicate_field);
    CHECK(refused_form(payload + "&pa%79load=x") == ParseFault::duplicate_field);
    CHECK(refused_form("command=/a&user_id=U1&user_id=U2") == ParseFault::duplicate_field);
    CHECK(parse_inbound(form, "&&" + payload + "&").has_value());
}

TEST_CASE("a form that is an interaction and a command at once is refused") {
    const auto payload = payloads::as_payload(payloads::file("shortcut.json"));
    CHECK(refused_form(payload + "&command=/access&user_id=U1") == ParseFault::ambiguous);
}

TEST_CASE("a form of too many fields is refused") {
    std::string body;
    for (int i = 0; i < 65; ++i)
        body += "f" + std::to_string(i) + "=1&";
    CHECK(refused_form(body) == ParseFault::too_many_fields);
}

TEST_CASE("a payload without what it needs is refused and says what is missing") {
    const std::vector<std::pair<std::string, std::string>> cases{
        {R"({"type":"block_actions","user":{"id":"U1"}})", "actions"},
        {R"({"type":"block_actions","user":{"id":"U1"},"actions":[]})", "actions"},
        {R"({"type":"block_actions","user":{"id":"U1"},"actions":[7]})", "actions.action_id"},
        {R"({"type":"block_actions","user":{"id":"U1"},"actions":[{"action_id":"a"}]})",
         "actions.type"},
        {R"({"type":"block_actions","user":null,"actions":[]})", "user"},
        {R"({"type":"block_actions","user":"U1","actions":[]})", "user"},
        {R"({"type":"block_actions","user":{"id":7},"actions":[]})", "user.id"},
        {R"({"type":"view_submission","user":{"id":"U1"}})", "view"},
        {R"({"type":"view_submission","user":{"id":"U1"},"view":{"id":[]}})", "view.id"},
        {R"({"type":"view_closed","user":{"id":"U1"},"view":7})", "view"},
        {R"({"type":"block_suggestion","user":{"id":"U1"}})", "action_id"},
        {R"({"type":"shortcut","user":{"id":"U1"}})", "callback_id"}};
    for (const auto& [payload, where] : cases) {
        CHECK(refused_interaction(payload) == ParseError{ParseFault::missing_field, where});
    }
    const auto where = [](const std::string& body) {
        return parse_inbound(json, body).error().where;
    };
    CHECK(where(R"({"type":"event_callback","event_id":"E"})") == "event");
    CHECK(where(R"({"type":"event_callback","event":{"type":"x"}})") == "event_id");
    CHECK(where(R"({"type":"event_callback","event_id":"E","event":{}})") == "event.type");
    CHECK(
        where(R"({"type":"event_callback","event_id":"E","event":{"type":"team_join","user":"U"}})"
        ) == "event.user"
    );
    CHECK(where(R"({"type":"url_verification"})") == "challenge");
    CHECK(parse_inbound(form, "command=/a").error().where == "user_id");
}

TEST_CASE("nulls and wrong types of what is optional are read as absent") {
    const auto parsed = parse_inbound(
        form, payloads::as_payload(R"({"type":"block_actions","user":{"id":"U1","team_id":null},
            "team":null,"enterprise":7,"container":[],"channel":"C","view":null,"response_url":null,
            "state":{"values":{"a":7,"b":{"c":null,"d":{"type":"checkboxes","selected_options":[7]}}}},
            "trigger_id":{},"is_enterprise_install":"maybe",
            "actions":[{"action_id":"a","type":"button","value":7,"selected_option":[]}]})")
    );
    REQUIRE(parsed.has_value());
    const auto& read = std::get<BlockActions>(*parsed);
    CHECK(read.actor.team.value.empty());
    CHECK_FALSE(read.view);
    CHECK(read.state.entries().size() == 1);
    CHECK_FALSE(read.actions[0].chosen.value);

    const auto event = parse_inbound(
        json, R"({"type":"event_callback","event_id":"E","event_time":1e300,"authorizations":[null],
            "event":{"type":"user_change","user":{"id":"U","deleted":true,"tz_offset":99999999999}}})"
    );
    REQUIRE(event.has_value());
    CHECK(std::get<EventCallback>(*event).user->tz_offset == 0);
    CHECK(std::get<EventCallback>(*event).user->deleted);
}

TEST_CASE("ten thousand mutated payloads do not crash the parser") {
    std::vector<std::pair<const char*, std::string>> seeds;
    for (const auto& name : payloads::events)
        seeds.emplace_back(json, payloads::file(name));
    for (const auto& name : payloads::interactions) {
        seeds.emplace_back(form, payloads::as_payload(payloads::file(name)));
    }
    seeds.emplace_back(form, payloads::file("slash_command.form"));

    std::mt19937 random{20260117};
    auto below = [&](std::size_t n) { return random() % n; };
    constexpr std::string_view hot = "{}[]\",:\\%&=+0truefalsn\xff\xc3\0u";
    std::size_t accepted = 0;
    for (int round = 0; round < 10'000; ++round) {
        const auto& seed = seeds[below(seeds.size())];
        auto body = seed.second;
        for (auto edits = 1 + below(4); edits > 0 && !body.empty(); --edits) {
            const auto at = below(body.size());
            switch (below(5)) {
                case 0:
                    body[at] = static_cast<char>(random());
                    break;
                case 1:
                    body[at] = hot[below(hot.size())];
                    break;
                case 2:
                    body.erase(at, 1 + below(20));
                    break;
                case 3:
                    body.insert(at, body.substr(below(body.size()), below(40)));
                    break;
                default:
                    body.resize(at);
                    break;
            }
        }
        const auto parsed = parse_inbound(seed.first, body);
        if (parsed) {
            ++accepted;
        } else {
            CHECK_FALSE(describe(parsed.error()).empty());
        }
    }
    CHECK(accepted > 100);
    CHECK(accepted < 9'000);
}

TEST_CASE("the verification token is nowhere in what was read") {
    // No type has a field for it; an unknown field is not copied. The command is the flat case.
    auto parsed = parse_inbound(form, payloads::file("slash_command.form"));
    const auto& read = std::get<SlashCommand>(*parsed);
    for (const auto& field :
         {read.command, read.text, read.channel, read.channel_name, read.trigger_id}) {
        CHECK(field.find("never-stored") == std::string::npos);
    }
}

TEST_CASE("the form decoder keeps order, empty values and names without a value") {
    FormDecoder decoder;
    REQUIRE(decoder.decode("a=1&b=&c&d=%41+%2b=x") == FormFault::none);
    REQUIRE(decoder.fields().size() == 4);
    CHECK(decoder.find("a")->text() == "1");
    CHECK(decoder.find("b")->text().empty());
    CHECK(decoder.find("c")->text().empty());
    CHECK(decoder.find("d")->text() == "A +=x");
    CHECK(decoder.find("e") == nullptr);
    CHECK(decoder.decode("") == FormFault::none);
    CHECK(decoder.fields().empty());
}
