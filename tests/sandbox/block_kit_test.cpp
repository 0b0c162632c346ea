// Every limit of sections 4.2 to 4.4 and 5.1 of the protocol sheet: what just fits passes, one more
// is refused with Slack's words and a pointer to the place.
#include <catch2/catch.hpp>
#include <functional>

#include "sandbox/block_kit.hpp"
#include "world.hpp"

using namespace sandbox_tests;

namespace {

// What is said of these blocks, in one text; empty if nothing.
std::string said(const BlockFaults& faults) {
    std::string all;
    for (const BlockFault& fault : faults)
        all += fault.text() + "\n";
    return all;
}

std::string said_of(const Json& block, Surface surface = Surface::modal) {
    return said(check_blocks(Json::array({block}), surface, "/blocks"));
}

// A rule about a number: `made(n)` is a block with n of something, `most` fit (and `least` are
// needed).
struct Limit {
    std::string name;
    std::size_t most;
    std::function<Json(std::size_t)> made;
    std::string complaint;  // part of what is said of one more
    Surface surface = Surface::modal;
};

std::string characters(std::size_t most) {
    return "must be less than " + std::to_string(most + 1) + " characters";
}

std::string items(std::size_t most) {
    return "no more than " + std::to_string(most) + " items allowed";
}

void check(const Limit& limit) {
    INFO(limit.name);
    CHECK(said_of(limit.made(limit.most), limit.surface) == "");
    const std::string fault = said_of(limit.made(limit.most + 1), limit.surface);
    INFO(fault);
    CHECK(fault.find(limit.complaint) != std::string::npos);
    CHECK(fault.find("[json-pointer:/blocks/0") != std::string::npos);
}

Json repeated(std::size_t count, const std::function<Json(std::size_t)>& made) {
    Json list = Json::array();
    for (std::size_t i = 0; i < count; ++i)
        list.add(made(i));
    return list;
}

Json option(std::size_t i) {
    return Json::object(
        {{"text", plain("Option " + std::to_string(i))}, {"value", "v" + std::to_string(i)}}
    );
}

Json options(std::size_t count) {
    return repeated(count, option);
}

Json with(Json object, std::string_view name, Json value) {
    return object.set(name, std::move(value));
}

Json element(std::string_view type) {
    return Json::object({{"type", type}, {"action_id", "a"}});
}

Json button() {
    return with(element("button"), "text", plain("Go"));
}
Json select(std::size_t count) {
    return with(element("static_select"), "options", options(count));
}

Json actions(Json element) {
    return Json::object({{"type", "actions"}, {"elements", Json::array({std::move(element)})}});
}

Json input(Json element) {
    return Json::object(
        {{"type", "input"}, {"label", plain("Label")}, {"element", std::move(element)}}
    );
}

Json accessory(Json element) {
    return with(section("x"), "accessory", std::move(element));
}

Json image() {
    return Json::object(
        {{"type", "image"}, {"image_url", "https://x.example/i.png"}, {"alt_text", "alt"}}
    );
}

Json confirm() {
    return Json::object(
        {{"title", plain("T")},
         {"text", plain("Sure?")},
         {"confirm", plain("Y")},
         {"deny", plain("N")}}
    );
}

Json modal(Json blocks) {
    return Json::object(
        {{"type", "modal"}, {"title", plain("Title")}, {"blocks", std::move(blocks)}}
    );
}

Json home(Json blocks) {
    return Json::object({{"type", "home"}, {"blocks", std::move(blocks)}});
}

}  // namespace

TEST_CASE("texts of blocks have their limits") {
    const auto message = Surface::message;
    const std::vector<Limit> limits{
        {"section text", 3000, [](auto n) { return section(text_of(n)); }, characters(3000)},
        {"section field",
         2000,
         [](auto n) {
             return Json::object({{"type", "section"}, {"fields", Json::array({plain(text_of(n))})}}
             );
         },
         characters(2000)},
        {"header",
         150,
         [](auto n) {
             return Json::object({{"type", "header"}, {"text", plain(text_of(n))}});
         },
         characters(150)},
        {"context text",
         3000,
         [](auto n) {
             return Json::object(
                 {{"type", "context"}, {"elements", Json::array({plain(text_of(n))})}}
             );
         },
         characters(3000)},
        {"input label",
         2000,
         [](auto n) {
             return with(input(element("plain_text_input")), "label", plain(text_of(n)));
         },
         characters(2000)},
        {"input hint",
         2000,
         [](auto n) { return with(input(element("plain_text_input")), "hint", plain(text_of(n))); },
         characters(2000)},
        {"block_id",
         255,
         [](auto n) { return with(section("x"), "block_id", text_of(n)); },
         characters(255)},
        {"image url",
         3000,
         [](auto n) { return with(image(), "image_url", text_of(n)); },
         characters(3000)},
        {"image alt text",
         2000,
         [](auto n) { return with(image(), "alt_text", text_of(n)); },
         characters(2000)},
        {"image title",
         2000,
         [](auto n) { return with(image(), "title", plain(text_of(n))); },
         characters(2000)},
        {"markdown",
         12000,
         [](auto n) {
             return Json::object({{"type", "markdown"}, {"text", text_of(n)}});
         },
         characters(12000),
         message},
        {"alert",
         200,
         [](auto n) {
             return Json::object({{"type", "alert"}, {"text", plain(text_of(n))}});
         },
         characters(200)},
        {"card title",
         150,
         [](auto n) {
             return Json::object({{"type", "card"}, {"title", mrkdwn(text_of(n))}});
         },
         characters(150),
         message},
        {"card subtitle",
         150,
         [](auto n) {
             return Json::object(
                 {{"type", "card"}, {"title", plain("t")}, {"subtitle", mrkdwn(text_of(n))}}
             );
         },
         characters(150),
         message},
        {"card body",
         200,
         [](auto n) {
             return Json::object({{"type", "card"}, {"body", mrkdwn(text_of(n))}});
         },
         characters(200),
         message},
        {"container title",
         150,
         [](auto n) {
             return Json::object(
                 {{"type", "container"},
                  {"title", plain(text_of(n))},
                  {"child_blocks", Json::array({section("x")})}}
             );
         },
         characters(150),
         message},
        {"chart title",
         50,
         [](auto n) {
             return Json::object(
                 {{"type", "data_visualization"}, {"title", text_of(n)}, {"chart", Json::object()}}
             );
         },
         characters(50),
         message},
        {"video title",
         199,
         [](auto n) {
             return Json::object(
                 {{"type", "video"},
                  {"title", plain(text_of(n))},
                  {"alt_text", "a"},
                  {"thumbnail_url", "https://x"},
                  {"video_url", "https://x"}}
             );
         },
         characters(199),
         message},
        {"video author",
         49,
         [](auto n) {
             return Json::object(
                 {{"type", "video"},
                  {"title", plain("t")},
                  {"alt_text", "a"},
                  {"thumbnail_url", "https://x"},
                  {"video_url", "https://x"},
                  {"author_name", text_of(n)}}
             );
         },
         characters(49),
         message},
    };
    for (const Limit& limit : limits)
        check(limit);
}

TEST_CASE("lists in blocks have their limits") {
    const auto message = Surface::message;
    const Json cell = Json::object({{"type", "raw_text"}, {"text", "x"}});
    const auto row = [cell](std::size_t n) { return repeated(n, [cell](auto) { return cell; }); };
    const std::vector<Limit> limits{
        {"section fields",
         10,
         [](auto n) {
             return Json::object(
                 {{"type", "section"}, {"fields", repeated(n, [](auto) { return plain("x"); })}}
             );
         },
         items(10)},
        {"context elements",
         10,
         [](auto n) {
             return Json::object(
                 {{"type", "context"}, {"elements", repeated(n, [](auto) { return plain("x"); })}}
             );
         },
         items(10)},
        {"actions elements",
         25,
         [](auto n) {
             return Json::object({{"type", "actions"}, {"elements", repeated(n, [](auto i) {
                                                            return with(
                                                                button(),
                                                                "action_id",
                                                                "a" + std::to_string(i)
                                                            );
                                                        })}});
         },
         items(25)},
        {"table rows",
         100,
         [row](auto n) {
             return Json::object(
                 {{"type", "table"}, {"rows", repeated(n, [row](auto) { return row(1); })}}
             );
         },
         items(100),
         message},
        {"table cells",
         20,
         [row](auto n) {
             return Json::object({{"type", "table"}, {"rows", Json::array({row(n)})}});
         },
         items(20),
         message},
        {"table column settings",
         20,
         [row](auto n) {
             return Json::object(
                 {{"type", "table"},
                  {"rows", Json::array({row(1)})},
                  {"column_settings", repeated(n, [](auto) { return Json(); })}}
             );
         },
         items(20),
         message},
        {"data table rows",
         101,
         [row](auto n) {
             return Json::object(
                 {{"type", "data_table"},
                  {"caption", "c"},
                  {"rows", repeated(n, [row](auto) { return row(1); })}}
             );
         },
         items(101),
         message},
        {"context actions",
         5,
         [](auto n) {
             return Json::object({{"type", "context_actions"}, {"elements", repeated(n, [](auto i) {
                                                                    return Json::object(
                                                                        {{"type", "icon_button"},
                                                                         {"icon", "trash"},
                                                                         {"text", plain("x")},
                                                                         {"action_id",
                                                                          "a" + std::to_string(i)}}
                                                                    );
                                                                })}});
         },
         items(5),
         message},
        {"card actions",
         2,
         [](auto n) {
             return Json::object({{"type", "card"}, {"actions", repeated(n, [](auto i) {
                                                         return with(
                                                             button(),
                                                             "action_id",
                                                             "a" + std::to_string(i)
                                                         );
                                                     })}});
         },
         items(2),
         message},
        {"carousel cards",
         10,
         [](auto n) {
             return Json::object(
                 {{"type", "carousel"},
                  {"elements",
                   repeated(
                       n,
                       [](auto) {
                           return Json::object({{"type", "card"}, {"title", plain("t")}});
                       }
                   )}}
             );
         },
         items(10),
         message},
        {"container children",
         10,
         [](auto n) {
             return Json::object(
                 {{"type", "container"},
                  {"title", plain("t")},
                  {"child_blocks", repeated(n, [](auto) { return section("x"); })}}
             );
         },
         items(10),
         message},
    };
    for (const Limit& limit : limits)
        check(limit);
}

TEST_CASE("elements and composition objects have their limits") {
    const std::vector<Limit> limits{
        {"action_id",
         255,
         [](auto n) { return actions(with(button(), "action_id", text_of(n))); },
         characters(255)},
        {"button text",
         75,
         [](auto n) { return actions(with(button(), "text", plain(text_of(n)))); },
         characters(75)},
        {"button value",
         2000,
         [](auto n) { return actions(with(button(), "value", text_of(n))); },
         characters(2000)},
        {"button url",
         3000,
         [](auto n) { return actions(with(button(), "url", text_of(n))); },
         characters(3000)},
        {"button accessibility label",
         75,
         [](auto n) { return actions(with(button(), "accessibility_label", text_of(n))); },
         characters(75)},
        {"confirm title",
         100,
         [](auto n) {
             return actions(with(button(), "confirm", with(confirm(), "title", plain(text_of(n)))));
         },
         characters(100)},
        {"confirm text",
         300,
         [](auto n) {
             return actions(with(button(), "confirm", with(confirm(), "text", mrkdwn(text_of(n)))));
         },
         characters(300)},
        {"confirm yes",
         30,
         [](auto n) {
             return actions(with(button(), "confirm", with(confirm(), "confirm", plain(text_of(n))))
             );
         },
         characters(30)},
        {"confirm no",
         30,
         [](auto n) {
             return actions(with(button(), "confirm", with(confirm(), "deny", plain(text_of(n)))));
         },
         characters(30)},
        {"select options", 100, [](auto n) { return input(select(n)); }, items(100)},
        {"select placeholder",
         150,
         [](auto n) { return input(with(select(1), "placeholder", plain(text_of(n)))); },
         characters(150)},
        {"option text",
         75,
         [](auto n) {
             const Json one = with(option(0), "text", plain(text_of(n)));
             return input(with(element("static_select"), "options", Json::array({one})));
         },
         characters(75)},
        {"option value",
         150,
         [](auto n) {
             const Json one = with(option(0), "value", text_of(n));
             return input(with(element("static_select"), "options", Json::array({one})));
         },
         characters(150)},
        {"option description",
         75,
         [](auto n) {
             const Json one = with(option(0), "description", plain(text_of(n)));
             return input(with(element("static_select"), "options", Json::array({one})));
         },
         characters(75)},
        {"option groups",
         100,
         [](auto n) {
             return input(with(
                 element("static_select"),
                 "option_groups",
                 repeated(
                     n,
                     [](auto) {
                         return Json::object({{"label", plain("g")}, {"options", options(1)}});
                     }
                 )
             ));
         },
         items(100)},
        {"options of a group",
         100,
         [](auto n) {
             const Json group = Json::object({{"label", plain("g")}, {"options", options(n)}});
             return input(with(element("static_select"), "option_groups", Json::array({group})));
         },
         items(100)},
        {"group label",
         75,
         [](auto n) {
             const Json group =
                 Json::object({{"label", plain(text_of(n))}, {"options", options(1)}});
             return input(with(element("static_select"), "option_groups", Json::array({group})));
         },
         characters(75)},
        {"check boxes",
         10,
         [](auto n) { return input(with(element("checkboxes"), "options", options(n))); },
         items(10)},
        {"radio buttons",
         10,
         [](auto n) { return input(with(element("radio_buttons"), "options", options(n))); },
         items(10)},
        {"overflow",
         5,
         [](auto n) { return actions(with(element("overflow"), "options", options(n))); },
         items(5)},
        {"overflow url",
         3000,
         [](auto n) {
             const Json one = with(option(0), "url", text_of(n));
             return actions(with(element("overflow"), "options", Json::array({one})));
         },
         characters(3000)},
        {"date placeholder",
         150,
         [](auto n) {
             return input(with(element("datepicker"), "placeholder", plain(text_of(n))));
         },
         characters(150)},
        {"text placeholder",
         150,
         [](auto n) {
             return input(with(element("plain_text_input"), "placeholder", plain(text_of(n))));
         },
         characters(150)},
        {"initial text",
         3000,
         [](auto n) {
             return input(with(element("plain_text_input"), "initial_value", text_of(n)));
         },
         characters(3000)},
        {"min_length",
         3000,
         [](auto n) { return input(with(element("plain_text_input"), "min_length", n)); },
         "must be at most 3000"},
        {"max_length",
         3000,
         [](auto n) { return input(with(element("plain_text_input"), "max_length", n)); },
         "must be at most 3000"},
        {"rich text lines",
         100,
         [](auto n) { return input(with(element("rich_text_input"), "max_lines", n)); },
         "must be at most 100"},
        {"files",
         10,
         [](auto n) { return input(with(element("file_input"), "max_files", n)); },
         "must be at most 10"},
    };
    for (const Limit& limit : limits)
        check(limit);
}

TEST_CASE("lengths are counted in UTF-16 units") {
    std::string faces;
    for (int i = 0; i < 37; ++i)
        faces += "\xF0\x9F\x98\x80";  // two units each
    CHECK(said_of(actions(with(button(), "text", plain(faces + "x")))) == "");
    CHECK(said_of(actions(with(button(), "text", plain(faces + "xy")))) != "");
}

TEST_CASE("what must not be empty is refused when it is") {
    const std::string more = "must be more than 0 characters";
    const std::string fewer = "no fewer than 1 items allowed";
    const std::vector<std::pair<Json, std::string>> empties{
        {section(""), more},
        {actions(with(button(), "text", plain(""))), more},
        {actions(with(button(), "value", "")), more},
        {actions(with(button(), "action_id", "")), more},
        {with(section("x"), "block_id", ""), more},
        {with(image(), "alt_text", ""), more},
        {input(with(select(1), "options", Json::array({with(option(0), "value", "")}))), more},
        {input(with(element("plain_text_input"), "initial_value", "")), more},
        {input(with(element("static_select"), "options", Json::array())), fewer},
        {input(with(
             with(element("checkboxes"), "options", options(1)), "initial_options", Json::array()
         )),
         fewer},
        {Json::object({{"type", "actions"}, {"elements", Json::array()}}), fewer},
        {Json::object({{"type", "context"}, {"elements", Json::array()}}), fewer},
        {Json::object({{"type", "section"}, {"fields", Json::array()}}), fewer},
    };
    for (const auto& [block, complaint] : empties) {
        INFO(write_json(block));
        const std::string fault = said_of(block);
        INFO(fault);
        CHECK(fault.find(complaint) != std::string::npos);
    }
}

TEST_CASE("a null where a structure is meant is refused") {
    CHECK(said_of(with(section("x"), "accessory", nullptr)) != "");
    CHECK(said_of(with(image(), "title", nullptr)) != "");
    CHECK(said_of(actions(with(button(), "confirm", nullptr))) != "");
}

TEST_CASE("fields that Slack does not know are refused") {
    const std::string extra = "invalid additional property";
    CHECK(said_of(with(section("x"), "colour", "red")).find(extra) != std::string::npos);
    CHECK(
        said_of(Json::object({{"type", "section"}, {"text", with(mrkdwn("x"), "emoji", true)}})
        ).find(extra) != std::string::npos
    );
    CHECK(
        said_of(actions(with(button(), "text", with(plain("x"), "verbatim", true)))).find(extra) !=
        std::string::npos
    );
    CHECK(
        said_of(with(with(image(), "image_width", 5), "fallback", "x")).find(extra) !=
        std::string::npos
    );
    CHECK(
        said_of(input(with(select(1), "options", Json::array({with(option(0), "url", "https://x")}))
                ))
            .find(extra) != std::string::npos
    );
}

TEST_CASE("mrkdwn is refused where only plain text may stand") {
    const Json marked = mrkdwn("*x*");
    CHECK(said_of(Json::object({{"type", "header"}, {"text", marked}})) != "");
    CHECK(said_of(actions(with(button(), "text", marked))) != "");
    CHECK(said_of(with(input(element("plain_text_input")), "label", marked)) != "");
    CHECK(said_of(with(input(element("plain_text_input")), "hint", marked)) != "");
    CHECK(said_of(input(with(select(1), "placeholder", marked))) != "");
    CHECK(
        said_of(input(with(select(1), "options", Json::array({with(option(0), "text", marked)})))
        ) != ""
    );
    CHECK(said_of(actions(with(button(), "confirm", with(confirm(), "title", marked)))) != "");
    CHECK(said_of(Json::object({{"type", "section"}, {"text", marked}})) == "");
    const Json ticked = Json::array({with(with(option(0), "text", marked), "description", marked)});
    CHECK(said_of(input(with(element("checkboxes"), "options", ticked))) == "");
    CHECK(said_of(input(with(element("radio_buttons"), "options", ticked))) == "");
}

TEST_CASE("required fields are missed by name") {
    const std::vector<std::pair<Json, std::string>> incomplete{
        {Json::object({{"type", "section"}}), "must provide either text or fields"},
        {Json::object({{"type", "header"}}), "missing required field: text"},
        {Json::object({{"type", "image"}, {"image_url", "https://x"}}),
         "missing required field: alt_text"},
        {Json::object({{"type", "image"}, {"alt_text", "x"}}),
         "exactly one of image_url and slack_file"},
        {with(image(), "slack_file", Json::object({{"id", "F1"}})),
         "exactly one of image_url and slack_file"},
        {Json::object({{"type", "input"}, {"element", select(1)}}),
         "missing required field: label"},
        {Json::object({{"type", "input"}, {"label", plain("x")}}),
         "missing required field: element"},
        {actions(element("button")), "missing required field: text"},
        {input(element("static_select")), "exactly one of options and option_groups"},
        {input(with(select(1), "option_groups", Json::array())),
         "exactly one of options and option_groups"},
        {input(element("number_input")), "missing required field: is_decimal_allowed"},
        {actions(with(button(), "confirm", Json::object({{"title", plain("T")}}))),
         "missing required field: deny"},
        {input(with(select(1), "options", Json::array({Json::object({{"text", plain("x")}})}))),
         "missing required field: value"},
    };
    for (const auto& [block, complaint] : incomplete) {
        INFO(write_json(block));
        const std::string fault = said_of(block);
        INFO(fault);
        CHECK(fault.find(complaint) != std::string::npos);
    }
}

TEST_CASE("an initial option must equal an offered one entirely") {
    const auto with_initial = [](Json initial) {
        return input(with(select(2), "initial_option", std::move(initial)));
    };
    CHECK(said_of(with_initial(option(1))) == "");
    CHECK(said_of(with_initial(option(2))) != "");
    CHECK(said_of(with_initial(with(option(1), "text", plain("Other")))) != "");
    CHECK(said_of(with_initial(with(option(1), "description", plain("d")))) != "");
    CHECK(
        said_of(with_initial(with(option(1), "text", with(plain("Option 1"), "emoji", true)))) != ""
    );
    const Json boxes = with(element("checkboxes"), "options", options(2));
    CHECK(said_of(input(with(boxes, "initial_options", options(2)))) == "");
    CHECK(said_of(input(with(boxes, "initial_options", Json::array({option(5)})))) != "");
    const Json group = Json::object({{"label", plain("g")}, {"options", options(2)}});
    const Json grouped = with(element("static_select"), "option_groups", Json::array({group}));
    CHECK(said_of(input(with(grouped, "initial_option", option(1)))) == "");
    CHECK(said_of(input(with(element("external_select"), "initial_option", option(9)))) == "");
}

TEST_CASE("elements stand only in the blocks that take them") {
    struct Row {
        Json element;
        bool in_section, in_actions, in_input;
    };
    const Json options_1 = options(1);
    const auto of = [](std::string_view type) { return element(type); };
    const std::vector<Row> rows{
        {button(), true, true, false},
        {select(1), true, true, true},
        {of("external_select"), true, true, true},
        {of("users_select"), true, true, true},
        {of("conversations_select"), true, true, true},
        {of("channels_select"), true, true, true},
        {with(of("multi_static_select"), "options", options_1), true, false, true},
        {of("multi_external_select"), true, false, true},
        {of("multi_users_select"), true, false, true},
        {of("multi_conversations_select"), true, false, true},
        {of("multi_channels_select"), true, false, true},
        {with(of("overflow"), "options", options_1), true, true, false},
        {with(of("checkboxes"), "options", options_1), true, true, true},
        {with(of("radio_buttons"), "options", options_1), true, true, true},
        {of("datepicker"), true, true, true},
        {of("timepicker"), true, true, true},
        {of("datetimepicker"), false, true, true},
        {of("plain_text_input"), false, false, true},
        {of("rich_text_input"), false, false, true},
        {with(of("number_input"), "is_decimal_allowed", false), false, false, true},
        {of("email_text_input"), false, false, true},
        {of("url_text_input"), false, false, true},
        {of("file_input"), false, false, true},
        {image(), true, false, false},
        {of("feedback_buttons"), false, false, false},
        {of("no_such_element"), false, false, false},
    };
    for (const Row& row : rows) {
        INFO(write_json(row.element));
        CHECK((said_of(accessory(row.element)) == "") == row.in_section);
        CHECK((said_of(actions(row.element)) == "") == row.in_actions);
        CHECK((said_of(input(row.element)) == "") == row.in_input);
    }
}

TEST_CASE("blocks stand only on the surfaces that take them") {
    struct Row {
        Json block;
        bool message, modal, home;
    };
    const Json leaf = Json::object({{"type", "text"}, {"text", "x"}});
    const Json line =
        Json::object({{"type", "rich_text_section"}, {"elements", Json::array({leaf})}});
    const Json cell = Json::object({{"type", "raw_text"}, {"text", "x"}});
    const Json two_rows = Json::array({Json::array({cell}), Json::array({cell})});
    const Json card = Json::object({{"type", "card"}, {"title", plain("t")}});
    const auto block = [](std::string_view type, Json::Member one) {
        return Json::object({{"type", type}, std::move(one)});
    };
    const std::vector<Row> rows{
        {section("x"), true, true, true},
        {block("header", {"text", plain("x")}), true, true, true},
        {Json::object({{"type", "divider"}}), true, true, true},
        {block("context", {"elements", Json::array({plain("x"), image()})}), true, true, true},
        {actions(button()), true, true, true},
        {input(element("plain_text_input")), true, true, true},
        {image(), true, true, true},
        {block("rich_text", {"elements", Json::array({line})}), true, true, true},
        {block("markdown", {"text", "x"}), true, false, false},
        {block("table", {"rows", two_rows}), true, false, false},
        {with(block("data_table", {"rows", two_rows}), "caption", "c"), true, false, false},
        {block("alert", {"text", plain("x")}), false, true, false},
        {card, true, false, true},
        {block("carousel", {"elements", Json::array({card})}), true, false, false},
        {block("plan", {"title", "x"}), true, false, false},
        {with(block("task_card", {"task_id", "t"}), "title", "x"), true, false, false},
        {input(element("file_input")), false, true, false},
        {block("file", {"external_id", "x"}), false, false, false},
        {block("no_such_block", {"text", "x"}), false, false, false},
    };
    for (const Row& row : rows) {
        INFO(write_json(row.block));
        CHECK((said_of(row.block, Surface::message) == "") == row.message);
        CHECK((said_of(row.block, Surface::modal) == "") == row.modal);
        CHECK((said_of(row.block, Surface::home) == "") == row.home);
    }
}

TEST_CASE("values of their own kind are checked") {
    const auto date = [](std::string_view text) {
        return said_of(input(with(element("datepicker"), "initial_date", text)));
    };
    CHECK(date("2026-05-31") == "");
    CHECK(date("2026-13-01") != "");
    CHECK(date("31.05.2026") != "");
    const auto time = [](std::string_view text) {
        return said_of(input(with(element("timepicker"), "initial_time", text)));
    };
    CHECK(time("23:59") == "");
    CHECK(time("24:00") != "");
    CHECK(time("9:00") != "");
    const auto instant = [](std::int64_t seconds) {
        return said_of(input(with(element("datetimepicker"), "initial_date_time", seconds)));
    };
    CHECK(instant(1'700'000'000) == "");
    CHECK(instant(1'700'000'000'000) != "");
    CHECK(instant(17) != "");
    const Json number = with(element("number_input"), "is_decimal_allowed", true);
    CHECK(said_of(input(with(number, "min_value", "-1.5"))) == "");
    CHECK(said_of(input(with(number, "min_value", 1))) != "");
    CHECK(said_of(input(with(number, "min_value", "one"))) != "");
    CHECK(said_of(actions(with(button(), "style", "danger"))) == "");
    CHECK(said_of(actions(with(button(), "style", "default"))) != "");
    const Json lengths = with(element("plain_text_input"), "min_length", 10);
    CHECK(said_of(input(with(lengths, "max_length", 9))) != "");
    CHECK(said_of(input(with(element("conversations_select"), "filter", Json::object()))) != "");
    CHECK(said_of(input(with(element("multi_users_select"), "max_selected_items", 0))) != "");
}

TEST_CASE("a response URL of a conversation list is asked for only in inputs of modals") {
    const Json list = with(element("conversations_select"), "response_url_enabled", true);
    CHECK(said_of(input(list), Surface::modal) == "");
    CHECK(said_of(actions(list), Surface::modal) != "");
    CHECK(said_of(input(list), Surface::home) != "");
}

TEST_CASE("file inputs are not dispatched") {
    CHECK(said_of(with(input(element("file_input")), "dispatch_action", true)) != "");
    CHECK(said_of(with(input(element("plain_text_input")), "dispatch_action", true)) == "");
}

TEST_CASE("block_id is unique in a payload, action_id in its block") {
    const Json named = with(section("x"), "block_id", "b");
    CHECK(said(check_blocks(Json::array({named, named}), Surface::home, "")) != "");
    const Json both =
        Json::object({{"type", "actions"}, {"elements", Json::array({button(), button()})}});
    CHECK(said_of(both) != "");
    CHECK(
        said(check_blocks(Json::array({actions(button()), actions(button())}), Surface::home, "")
        ) == ""
    );
}

TEST_CASE("a message takes 50 blocks, a view 100") {
    const auto blocks = [](std::size_t n) {
        return repeated(n, [](auto) { return section("x"); });
    };
    CHECK(said(check_blocks(blocks(50), Surface::message, "/blocks")) == "");
    CHECK(
        said(check_blocks(blocks(51), Surface::message, "/blocks")).find(items(50)) !=
        std::string::npos
    );
    CHECK(said(check_view(modal(blocks(100)), Surface::modal, "/view")) == "");
    CHECK(
        said(check_view(modal(blocks(101)), Surface::modal, "/view")).find(items(100)) !=
        std::string::npos
    );
    CHECK(said(check_view(home(blocks(100)), Surface::home, "/view")) == "");
    CHECK(said(check_view(home(blocks(101)), Surface::home, "/view")) != "");
    CHECK(said(check_view(home(blocks(0)), Surface::home, "/view")) != "");
}

TEST_CASE("markdown counts in total, and a message has one table") {
    const auto markdown = [](std::size_t n) {
        return Json::object({{"type", "markdown"}, {"text", text_of(n)}});
    };
    const auto all = [](Json a, Json b) {
        return said(
            check_blocks(Json::array({std::move(a), std::move(b)}), Surface::message, "/blocks")
        );
    };
    CHECK(all(markdown(6000), markdown(6000)) == "");
    CHECK(all(markdown(6000), markdown(6001)) != "");
    const Json cell = Json::object({{"type", "raw_text"}, {"text", "x"}});
    const Json table =
        Json::object({{"type", "table"}, {"rows", Json::array({Json::array({cell})})}});
    CHECK(all(table, table).find("only_one_table_allowed") != std::string::npos);
}

TEST_CASE("one element of a view may have the focus") {
    const Json focused = with(select(1), "focus_on_load", true);
    const Json one = with(input(focused), "block_id", "a");
    const Json two = with(input(focused), "block_id", "b");
    CHECK(said(check_blocks(Json::array({one}), Surface::modal, "")) == "");
    CHECK(said(check_blocks(Json::array({one, two}), Surface::modal, "")) != "");
}

TEST_CASE("the parts of a modal have their limits") {
    const Json base = modal(Json::array({section("x")}));
    const auto fault = [&](std::string_view name, Json value) {
        return said(check_view(with(base, name, std::move(value)), Surface::modal, "/view"));
    };
    for (const char* name : {"title", "submit", "close"}) {
        INFO(name);
        CHECK(fault(name, plain(text_of(24))) == "");
        CHECK(fault(name, plain(text_of(25))).find(characters(24)) != std::string::npos);
        CHECK(fault(name, mrkdwn("x")) != "");
    }
    const std::vector<std::pair<const char*, std::size_t>> strings{
        {"private_metadata", 3000}, {"callback_id", 255}, {"external_id", 255}};
    for (const auto& [name, most] : strings) {
        INFO(name);
        CHECK(fault(name, text_of(most)) == "");
        CHECK(fault(name, text_of(most + 1)).find(characters(most)) != std::string::npos);
    }
    CHECK(fault("hash", "1.a").find("invalid additional property: hash") != std::string::npos);
    CHECK(fault("notify_on_close", "true") != "");
}

TEST_CASE("a modal needs a title, and a submit button when it has inputs") {
    const Json text = input(element("plain_text_input"));
    CHECK(
        said(check_view(modal(Json::array({text})), Surface::modal, "/view")).find("submit") !=
        std::string::npos
    );
    const Json whole = with(modal(Json::array({text})), "submit", plain("Go"));
    CHECK(said(check_view(whole, Surface::modal, "/view")) == "");
    Json untitled = whole;
    untitled.erase("title");
    CHECK(said(check_view(untitled, Surface::modal, "/view")).find("title") != std::string::npos);
}

TEST_CASE("a Home view takes inputs, but no title, buttons or closing flags") {
    const Json base = home(Json::array({input(element("plain_text_input"))}));
    CHECK(said(check_view(base, Surface::home, "/view")) == "");
    for (const char* name : {"title", "submit", "close"})
        CHECK(said(check_view(with(base, name, plain("x")), Surface::home, "/view")) != "");
    for (const char* name : {"clear_on_close", "notify_on_close"})
        CHECK(said(check_view(with(base, name, true), Surface::home, "/view")) != "");
    CHECK(said(check_view(base, Surface::modal, "/view")) != "");
    CHECK(said(check_view(modal(Json::array({section("x")})), Surface::home, "/view")) != "");
}

TEST_CASE("a view of more than 250 kB is too large") {
    const auto view = [](std::size_t n) {
        return with(modal(Json::array()), "private_metadata", text_of(n));
    };
    const std::size_t rest = write_json(view(0)).size();
    CHECK_FALSE(view_too_large(view(250'000 - rest)));
    CHECK(view_too_large(view(250'001 - rest)));
}

TEST_CASE("suggestions are options or groups, never both, up to 100") {
    const auto fault = [](Json answer) { return said(check_suggestions(answer)); };
    CHECK(fault(Json::object({{"options", Json::array()}})) == "");
    CHECK(fault(Json::object({{"options", options(100)}})) == "");
    CHECK(fault(Json::object({{"options", options(101)}})) != "");
    const Json group = Json::object({{"label", plain("g")}, {"options", options(100)}});
    CHECK(fault(Json::object({{"option_groups", Json::array({group})}})) == "");
    CHECK(
        fault(Json::object({{"options", options(1)}, {"option_groups", Json::array({group})}})) !=
        ""
    );
    CHECK(fault(Json::object()) != "");
    CHECK(fault(Json::object({{"ok", true}})) != "");
}

TEST_CASE("errors name input blocks of the view, with a text") {
    const Json blocks = Json::array(
        {with(input(element("plain_text_input")), "block_id", "in"),
         with(section("x"), "block_id", "text")}
    );
    const auto fault = [&](Json errors) { return said(check_errors(errors, blocks)); };
    CHECK(fault(Json::object({{"in", "No."}})) == "");
    CHECK(fault(Json::object({{"text", "No."}})) != "");
    CHECK(fault(Json::object({{"other", "No."}})) != "");
    CHECK(fault(Json::object({{"in", ""}})) != "");
    CHECK(fault(Json::object({{"in", plain("No.")}})) != "");
    CHECK(fault(Json::object()) != "");
}

TEST_CASE("rich text has its shapes") {
    const auto rich = [](Json part) {
        return said_of(
            Json::object({{"type", "rich_text"}, {"elements", Json::array({std::move(part)})}})
        );
    };
    const auto part = [](std::string_view type, Json elements) {
        return Json::object({{"type", type}, {"elements", std::move(elements)}});
    };
    const Json leaf = Json::object({{"type", "text"}, {"text", "x"}});
    const Json line = part("rich_text_section", Json::array({leaf}));
    CHECK(rich(line) == "");
    CHECK(rich(part("rich_text_section", Json::array())) == "");
    CHECK(rich(part("rich_text_quote", Json::array())) == "");
    CHECK(rich(with(part("rich_text_preformatted", Json::array({leaf})), "language", "sql")) == "");
    const Json list = with(part("rich_text_list", Json::array({line})), "style", "bullet");
    CHECK(rich(list) == "");
    CHECK(rich(with(list, "elements", Json::array())) != "");
    CHECK(rich(with(list, "style", "square")) != "");
    CHECK(
        rich(part("rich_text_section", Json::array({with(leaf, "style", Json::object())}))) != ""
    );
    CHECK(rich(part("rich_text_section", Json::array({Json::object({{"type", "user"}})}))) != "");
    CHECK(rich(part("rich_text_section", Json::array({Json::object({{"type", "shout"}})}))) != "");
}
