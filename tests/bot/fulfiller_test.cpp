// The pure parts of carrying out: how a group is called, how long a pause is, what people read.
#include "bot/fulfiller.hpp"

#include <catch2/catch.hpp>

using namespace bot;
using namespace std::chrono_literals;

TEST_CASE("a group's name is the pattern filled in, whatever the names hold") {
    CHECK(
        group_name("{resource}-{privilege}", "payments-api", "write", "") == "payments-api-write"
    );
    CHECK(group_name("gh/{project}/{resource}", "a", "b", "c") == "gh/c/a");
    CHECK(group_name("{resource}", "{privilege}", "x", "") == "{privilege}");
    CHECK(group_name("{privilege", "a", "b", "") == "{privilege");
}

TEST_CASE("pauses double up to the longest") {
    CHECK(pause_after(1, 10s, 1h) == 10s);
    CHECK(pause_after(2, 10s, 1h) == 20s);
    CHECK(pause_after(5, 10s, 1h) == 160s);
    CHECK(pause_after(100, 10s, 1h) == 1h);
    CHECK(pause_after(1, 2h, 1h) == 1h);
}

TEST_CASE("every fault has a sentence, and is tried again only where that can help") {
    using scim::Fault;
    for (const auto fault :
         {Fault::unreachable,
          Fault::no_answer,
          Fault::busy,
          Fault::unauthorized,
          Fault::not_found,
          Fault::conflict,
          Fault::stale,
          Fault::unsupported,
          Fault::refused,
          Fault::broken,
          Fault::not_scim}) {
        const auto attempt = attempt_of({fault, 400, {}, "", "its words"}, "GitHub");
        CHECK(attempt.sentence.find("GitHub") != std::string::npos);
        CHECK(attempt.sentence.ends_with('.'));
        CHECK((attempt.end == AttemptEnd::again) == scim::may_pass(fault));
    }
    CHECK(attempt_of({Fault::no_answer, 0, {}, "", ""}, "GitHub").maybe_done);
    CHECK_FALSE(attempt_of({Fault::unreachable, 0, {}, "", ""}, "GitHub").maybe_done);
    // What stands before the application may say so of a change that got through; its own limit
    // does not let it through.
    for (const int status : {408, 425, 503})
        CHECK(attempt_of({Fault::busy, status, {}, "", ""}, "GitHub").maybe_done);
    CHECK_FALSE(attempt_of({Fault::busy, 429, {}, "", ""}, "GitHub").maybe_done);
    CHECK_FALSE(attempt_of({Fault::busy, 503, {}, "", ""}, "GitHub", CallKind::looks).maybe_done);
    const auto asked = attempt_of({Fault::refused, 400, {}, "", "no"}, "GitHub", CallKind::looks);
    CHECK(asked.sentence == "GitHub refused to be asked: no.");
    CHECK(
        attempt_of({Fault::refused, 400, {}, "", "no such member"}, "GitHub").sentence ==
        "GitHub refused the change: no such member."
    );
}
