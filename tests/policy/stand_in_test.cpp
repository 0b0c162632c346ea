// Who may take a review over: by example, and over every constellation of a few people.
#include "policy/stand_in.hpp"

#include <catch2/catch.hpp>

namespace {

using namespace policy;
using namespace std::chrono_literals;

constexpr EmployeeId ann{1}, bea{2}, mia{3}, dan{4}, eve{5};
constexpr Instant noon{std::chrono::seconds{1'000'000}};

TakeOver facts() {
    return {ann, bea, {eve}, {mia}};
}

TEST_CASE("a delegation runs between its ends, either of which may be open") {
    Delegation from_noon{mia, dan, noon, noon + 1h};
    CHECK_FALSE(runs(from_noon, noon - 1s));
    CHECK(runs(from_noon, noon));
    CHECK(runs(from_noon, noon + 1h - 1s));
    CHECK_FALSE(runs(from_noon, noon + 1h));
    from_noon.from.reset();
    CHECK(runs(from_noon, noon - 1000h));
    from_noon.until.reset();
    CHECK(runs(from_noon, noon + 1000h));
}

TEST_CASE("a review goes to the delegate, on behalf of the person who delegated") {
    CHECK(stand_in(facts(), mia, Candidate{dan}) == StandIn{dan, mia});
    CHECK(stand_in(facts(), mia, std::nullopt) == StandIn{mia});
}

TEST_CASE("a delegate against whom something stands is passed over, each reason by name") {
    const auto stays = StandIn{mia};
    const auto refused = [&](Candidate delegate, TakeOverObjection why) {
        CHECK(objection(facts(), delegate) == why);
        CHECK(stand_in(facts(), mia, delegate) == stays);
    };
    refused({ann}, TakeOverObjection::is_requester);
    refused({bea}, TakeOverObjection::is_beneficiary);
    refused({eve}, TakeOverObjection::is_their_delegate);
    refused({dan, false}, TakeOverObjection::terminated);
    refused({dan, true, false}, TakeOverObjection::deactivated);
    refused({dan, true, true, false}, TakeOverObjection::not_admitted);
    refused({mia}, TakeOverObjection::is_asked_already);
}

TEST_CASE("property: whoever gets a review is never a party, nor a party's delegate in their place"
) {
    const std::vector people{ann, bea, mia, dan, eve};
    for (const auto requester : people) {
        for (const auto beneficiary : people) {
            for (const auto theirs : people) {
                for (const auto reviewer : people) {
                    // A level never asks a party: route() sees to that.
                    if (reviewer == requester || reviewer == beneficiary) continue;
                    for (const auto delegate : people) {
                        const TakeOver now{requester, beneficiary, {theirs}, {reviewer}};
                        const auto gets = stand_in(now, reviewer, Candidate{delegate});
                        CHECK(gets.reviewer != requester);
                        CHECK(gets.reviewer != beneficiary);
                        if (gets.on_behalf_of) {
                            CHECK(gets.reviewer != theirs);
                            CHECK(gets.on_behalf_of == reviewer);
                        } else {
                            CHECK(gets.reviewer == reviewer);
                        }
                    }
                }
            }
        }
    }
}

}  // namespace
