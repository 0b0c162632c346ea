// The checker itself finds what it is there to find.
#include "tests/blocks/limits.hpp"

#include <catch2/catch.hpp>

namespace {

std::string modal(const std::string& blocks, const std::string& more = "") {
    return R"({"type":"modal","title":{"type":"plain_text","text":"T"})" + more + R"(,"blocks":[)" +
           blocks + "]}";
}

std::string section(const std::string& text) {
    return R"({"type":"section","text":{"type":"mrkdwn","text":")" + text +
           R"(","verbatim":true}})";
}

std::string first(const std::string& json) {
    const auto found = limits::of_view(json);
    return found.empty() ? "" : found.front();
}

}  // namespace

TEST_CASE("the checker takes what is right") {
    CHECK(first(modal(section("*fine* &amp; <@U1> <https://a.b|c> <!date^1^{date}|x>"))).empty());
}

TEST_CASE("the checker finds markup that is not ours") {
    CHECK(first(modal(section("<!channel>"))) == "/section /text: token <!channel>");
    CHECK(first(modal(section("a & b"))) == "/section /text: unescaped &");
    CHECK(first(modal(section("a > b"))) == "/section /text: unescaped > inside a line");
    CHECK(first(modal(section("<@U1"))) == "/section /text: unclosed <");
    CHECK(first(modal(section("<mailto:a@b|c>"))) == "/section /text: token <mailto:a@b|c>");
}

TEST_CASE("the checker finds what is too long, empty or too many") {
    CHECK(first(modal(section(std::string(3001, 'x')))) == "/section /text: text has 3001 units");
    CHECK(first(modal(section(""))) == "/section /text: text has 0 units");
    CHECK(
        first(modal(R"({"type":"actions","block_id":"b","elements":[]})")) ==
        "/actions b: elements 1 to 25"
    );
    std::string many = section("x");
    for (int i = 0; i < 100; ++i)
        many += "," + section("x");
    CHECK(first(modal(many)) == ": 101 blocks");
    CHECK(first(modal("")) == ": 0 blocks");
}

TEST_CASE("the checker finds inputs without submit, nulls, twins and unknown keys") {
    const std::string input =
        R"({"type":"input","block_id":"b","label":{"type":"plain_text","text":"L"},"element":{"type":"plain_text_input","action_id":"a"}})";
    CHECK(first(modal(input)) == ": inputs without submit");
    const std::string submit = R"(,"submit":{"type":"plain_text","text":"Go"})";
    CHECK(first(modal(input, submit)).empty());
    CHECK(first(modal(input + "," + input, submit)) == "/input b: block_id twice");
    CHECK(first(modal(section("x"), R"(,"submit":null)")) == ": null: submit");
    CHECK(first(modal(section("x"), R"(,"id":"V1")")) == ": unknown key id");
    CHECK(
        first(modal(
            R"({"type":"input","block_id":"b","label":{"type":"plain_text","text":"L"},"element":{"type":"button","action_id":"a","text":{"type":"plain_text","text":"B"}}})",
            submit
        )) == "/input b/button: not allowed here"
    );
}

TEST_CASE("the checker finds an initial option that is none of the options") {
    CHECK(
        first(modal(
            R"({"type":"actions","block_id":"b","elements":[{"type":"static_select","action_id":"a",
        "options":[{"text":{"type":"plain_text","text":"A"},"value":"1"}],
        "initial_option":{"text":{"type":"plain_text","text":"A"},"value":"2"}}]})"
        )) == "/actions b/static_select: initial_option is none of the options"
    );
}
