// The patterns of reason rules.
#include <catch2/catch.hpp>

#include "bot/pattern.hpp"

TEST_CASE("a pattern is found anywhere, and what cannot be compiled nowhere, with RE2's words") {
    CHECK(bot::pattern_found("INC-[0-9]+", "see INC-42, please"));
    CHECK_FALSE(bot::pattern_found("^INC-[0-9]+$", "see INC-42"));
    CHECK_FALSE(bot::pattern_problem("INC-[0-9]+"));
    CHECK(bot::pattern_problem("INC-[0-9+").value().find("missing") != std::string::npos);
    CHECK_FALSE(bot::pattern_found("INC-[0-9+", "INC-[0-9+"));
    CHECK(bot::pattern_problem(std::string(501, 'a')));
    CHECK_FALSE(bot::pattern_found(std::string(501, 'a'), std::string(501, 'a')));
}

TEST_CASE("a hostile pattern or text ends: backtracking ones would take longer than the universe") {
    const std::string text = std::string(3000, 'a') + "!";
    CHECK_FALSE(bot::pattern_found("^(a+)+$", text));
    CHECK_FALSE(bot::pattern_found("^(a|a)*$", text));
    CHECK_FALSE(bot::pattern_found("^(a?){1000}a{1000}$", text));
    // Back references cannot be had in linear time: refused.
    CHECK(bot::pattern_problem("(a)\\1"));
}

TEST_CASE("many patterns are used one after the other, and each stays what it is") {
    for (int round = 0; round < 2; ++round) {
        for (int i = 0; i < 600; ++i)
            CHECK(bot::pattern_found("^T" + std::to_string(i) + "$", "T" + std::to_string(i)));
    }
}
