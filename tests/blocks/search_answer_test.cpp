// A search says what it leaves out.
#include "blocks/search_answer.hpp"

#include <catch2/catch.hpp>

namespace {

using namespace blocks;

std::vector<Option> options(std::size_t count) {
    std::vector<Option> made;
    for (std::size_t i = 0; i < count; ++i)
        made.push_back({plain("person ", std::to_string(i)), std::to_string(i)});
    return made;
}

TEST_CASE("what fits is a plain list") {
    CHECK(search_answer({}) == R"({"options":[]})");
    CHECK(search_answer(options(100)) == options_answer(options(100)));
}

TEST_CASE("what does not fit is said above the rest") {
    const auto answer = search_answer(options(most_found));
    const std::string before =
        R"({"option_groups":[{"label":{"type":"plain_text","text":"The first 100 – type more to find others")";
    CHECK(answer.substr(0, before.size()) == before);
    const auto listed = options_answer(options(100));
    CHECK(answer.find(listed.substr(1, listed.size() - 2)) != std::string::npos);
    CHECK(answer.find("person 99") != std::string::npos);
    CHECK(answer.find("person 100") == std::string::npos);
}

}  // namespace
