// The kit refuses what Slack would refuse, by name, and cuts texts where Slack counts.
#include "blocks/kit.hpp"

#include <catch2/catch.hpp>

#include <type_traits>

#include "tests/blocks/limits.hpp"

using namespace blocks;

namespace {

std::vector<Option> options(std::size_t n) {
    std::vector<Option> made;
    for (std::size_t i = 0; i < n; ++i)
        made.push_back({"An option", std::to_string(i)});
    return made;
}

std::vector<Block> dividers(std::size_t n) {
    return std::vector<Block>(n, divider());
}

template <class Make>
std::string limit_of(Make make) {
    try {
        make();
    } catch (const LimitExceeded& limit) {
        return limit.what();
    }
    return "none";
}

const std::string long_text(5000, 'x');

}  // namespace

TEST_CASE("a misplaced element does not compile") {
    STATIC_REQUIRE(!std::is_constructible_v<InputElement, Button>);
    STATIC_REQUIRE(!std::is_constructible_v<InputElement, Overflow>);
    STATIC_REQUIRE(!std::is_constructible_v<ActionElement, TextInput>);
    STATIC_REQUIRE(!std::is_constructible_v<Accessory, TextInput>);
    STATIC_REQUIRE(!std::is_constructible_v<Accessory, DatetimePicker>);
    STATIC_REQUIRE(std::is_constructible_v<ActionElement, Button>);
    STATIC_REQUIRE(std::is_constructible_v<InputElement, Select>);
    STATIC_REQUIRE(!std::is_convertible_v<std::string, Button>);
}

TEST_CASE("too many of anything throws and names the limit") {
    CHECK(limit_of([] { static_select("a", options(101)); }) == "select options at most 100");
    CHECK(limit_of([] { static_select("a", {}); }) == "options at least 1");
    CHECK(limit_of([] { checkboxes("a", options(11)); }) == "check boxes at most 10");
    CHECK(limit_of([] { radio_buttons("a", options(11)); }) == "radio buttons at most 10");
    CHECK(limit_of([] { overflow("a", options(6)); }) == "overflow options at most 5");
    CHECK(limit_of([] { options_answer(options(101)); }) == "select options at most 100");
    CHECK(limit_of([] { actions("b", {}); }) == "actions elements 1 to 25");
    CHECK(limit_of([] {
              actions("b", std::vector<ActionElement>(26, button("a", "A")));
          }) == "actions elements 1 to 25");
    CHECK(limit_of([] { fields(std::vector<Markdown>(11, md("x"))); }) == "section fields 1 to 10");
    CHECK(limit_of([] { modal("c", "T", dividers(101)); }) == "modal blocks 1 to 100");
    CHECK(limit_of([] { modal("c", "T", {}); }) == "modal blocks 1 to 100");
    CHECK(limit_of([] { home(dividers(101)); }) == "home blocks 1 to 100");
    CHECK(limit_of([] { message(md("t"), dividers(51)); }) == "message blocks 1 to 50");
    CHECK(limit_of([] { errors_answer({}); }) == "errors at least 1");
}

TEST_CASE("keys that are too long throw, for a cut key is another key") {
    const auto option = Option{"An option", std::string(76, 'k')};
    CHECK(limit_of([&] { static_select("a", {option}); }) == "option value at most 75 characters");
    CHECK(limit_of([] {
              static_select("a", {{"An option", ""}});
          }) == "option value at least 1 character");
    CHECK(limit_of([] {
              button("a", "A", {.value = std::string(2001, 'k')});
          }) == "button value at most 2,000 characters");
    CHECK(limit_of([] {
              button(std::string(256, 'a'), "A");
          }) == "action_id at most 255 characters");
    CHECK(limit_of([] {
              actions(std::string(256, 'b'), {button("a", "A")});
          }) == "block_id at most 255 characters");
    CHECK(limit_of([] {
              modal("c", "T", dividers(1), {.private_metadata = std::string(3001, 'm')});
          }) == "private_metadata at most 3,000 characters");
    CHECK(limit_of([] {
              modal(std::string(256, 'c'), "T", dividers(1));
          }) == "callback_id at most 255 characters");
}

TEST_CASE("what makes no sense throws") {
    const auto text = input("b", "Label", plain_text_input("a"));
    CHECK(limit_of([&] { modal("c", "T", {text}); }) == "submit where there is an input");
    CHECK(limit_of([&] {
              modal("c", "T", {text, text}, {.submit = "Go"});
          }) == "block_id once in a view or message");
    CHECK(limit_of([] {
              radio_buttons("a", options(2), "7");
          }) == "initial option one of the options");
    CHECK(limit_of([] {
              checkboxes("a", options(2), {"0", "7"});
          }) == "initial option one of the options");
    CHECK(limit_of([] {
              static_select("a", options(2), {.initial = Option{"Another text", "1"}});
          }) == "initial option equal to its option");
    CHECK(limit_of([] { plain_text_input("a", {.max_length = 3001}); }) == "max_length 1 to 3,000");
    CHECK(limit_of([] {
              datetimepicker("a", policy::instant(7));
          }) == "initial_date_time of 10 digits");
}

TEST_CASE("texts that are too long are cut at Slack's limits") {
    const auto text = plain(long_text);
    const auto units = [](const std::string& json) {
        const auto found = limits::texts(json);
        return limits::units((found.plain.empty() ? found.markdown : found.plain).front());
    };
    CHECK(units(header(text).json()) == 150);
    CHECK(units(button("a", text).json()) == 75);
    CHECK(units(section(long_text).json()) == 2999);  // one unit kept for a closing star
    CHECK(units(fields({md(long_text)}).json()) == 1999);
    CHECK(limits::of_view(modal("c", text, {header(text)}, {.submit = text, .close = text}).json())
              .empty());
    const auto select = static_select(
        "a", {{text, "v", text}}, {.initial = Option{text, "v", text}, .placeholder = text}
    );
    CHECK(limits::of_view(
              modal("c", "T", {input("b", text, select, {.hint = text})}, {.submit = "Go"}).json()
    )
              .empty());
    const auto sure = confirm(text, text, text, text, Style::danger);
    CHECK(
        limits::of_view(
            home({actions("b", {button("a", text, {.confirm = sure, .accessibility_label = text})})}
            )
                .json()
        )
            .empty()
    );
}

TEST_CASE("markup is cut between its tokens, and bold is closed") {
    const std::string filler(2985, 'x');
    const auto cut = limits::texts(section(filler, " ", mention({"U123456789"}), " end").json())
                         .markdown.front();
    CHECK(cut == filler + " …");
    const std::string ampersands(700, '&');
    const auto entities = limits::texts(section(ampersands).json()).markdown.front();
    CHECK(entities.ends_with("&amp;…"));
    const auto closed = limits::texts(section("*", long_text, "*").json()).markdown.front();
    CHECK(closed.ends_with("x…*"));
}

TEST_CASE("a message's text stays below 3,000 units") {
    const auto long_message = message(md("*Denied:* ", long_text), {divider()});
    CHECK(limits::units(long_message.text) < 3000);
    CHECK(long_message.text.ends_with("x…"));
}

TEST_CASE("empty texts become a dash, for Slack refuses empty ones") {
    const std::string nothing;
    CHECK(limits::of_view(home({section(nothing),
                                header(plain(nothing)),
                                context(nothing),
                                fields({Markdown{}}),
                                actions("b", {button("a", plain(nothing))})})
                              .json())
              .empty());
}

TEST_CASE("paragraphs lose no line and keep each section within its limit") {
    std::vector<Markdown> lines;
    for (int i = 0; i < 500; ++i)
        lines.push_back(md("line ", std::to_string(i), " ", std::string(40, 'x')));
    const auto made = paragraphs(lines);
    CHECK(limits::of_view(home(made).json()).empty());
    std::string all;
    for (const auto& text : limits::texts(home(made).json()).markdown)
        all += text + "\n";
    for (int i = 0; i < 500; ++i) {
        if (all.find("line " + std::to_string(i) + " ") == std::string::npos)
            FAIL("line " << i << " lost");
    }
}

TEST_CASE("a budget takes what fits and says when it is full") {
    Budget budget{3, 1000};
    CHECK(budget.take(dividers(2)));
    CHECK_FALSE(budget.take(dividers(2)));
    CHECK(budget.blocks_left() == 1);
    CHECK_FALSE(budget.take({section(long_text)}));
    CHECK(budget.take(dividers(1)));
    CHECK(budget.blocks_left() == 0);
}

TEST_CASE("answers to submissions are what Slack reads") {
    CHECK(clear_answer() == R"({"response_action":"clear"})");
    CHECK(
        errors_answer({{"comment", "Say why."}}) ==
        R"({"response_action":"errors","errors":{"comment":"Say why."}})"
    );
    const auto view = modal("c", "T", dividers(1));
    CHECK(update_answer(view) == R"({"response_action":"update","view":)" + view.json() + "}");
    CHECK(push_answer(view) == R"({"response_action":"push","view":)" + view.json() + "}");
    CHECK(options_answer({}) == R"({"options":[]})");
    CHECK(
        metadata("latchkey", {{"id", "42"}}) ==
        R"({"event_type":"latchkey","event_payload":{"id":"42"}})"
    );
}

TEST_CASE("the rest of the elements are what Slack takes") {
    const auto json = modal(
        "c",
        "T",
        {section("s", md("text"), overflow("o", options(2))),
         input("when", "When", datetimepicker("d", policy::instant(1735689600))),
         image("https://x.example/y.png", "A picture")},
        {.private_metadata = "k",
         .external_id = "e",
         .submit = "Go",
         .notify_on_close = true,
         .clear_on_close = true}
    );
    CHECK(limits::of_view(json.json()) == std::vector<std::string>{});
}
