// Why nothing of what was chosen can be asked for: each application, whom to ask, where to get an
// account; however many there are.
#include <catch2/catch.hpp>

#include "blocks/request_details.hpp"
#include "tests/blocks/people.hpp"

namespace {

using namespace people;
using Catch::Matchers::Contains;

IdentityChoice without_account(std::int64_t integration, const std::string& application) {
    IdentityChoice choice{{integration}, application, 3};
    choice.owner = carol;
    choice.account_url = "https://accounts.example.com/" + application;
    return choice;
}

TEST_CASE("of every application without an account the owner and the link are named") {
    const auto text =
        nothing_to_give(me, {without_account(1, "Wiki"), without_account(2, "AWS")}).source();
    CHECK_THAT(
        text,
        Contains(
            "You have no account in *Wiki*: 3 access grants are left out. Please ask its owner "
            "<@U0CAROL>. <https://accounts.example.com/Wiki|Get an account>"
        ) && Contains("You have no account in *AWS*") &&
            Contains("<https://accounts.example.com/AWS|Get an account>")
    );
    CHECK_THAT(text, !Contains("more application"));
    CHECK_THAT(
        nothing_to_give(bob, {without_account(1, "Wiki")}).source(), Contains("<@U0BOB> has")
    );
}

TEST_CASE("an account that has all of it is told as such beside the others") {
    IdentityChoice full{{1}, "GitHub", 0, {{{7}, "deploy-bot", true}}, policy::IdentityId{7}};
    full.already = 2;
    CHECK_THAT(
        nothing_to_give(me, {full, without_account(2, "Wiki")}).source(),
        Contains("*GitHub*: deploy-bot has, or waits for, 2 access grants already") &&
            Contains("no account in *Wiki*")
    );
}

TEST_CASE("an account of one's own is called so to whom it concerns") {
    RequestDetails page{.key = "1", .items = {{"Wiki", "handbook", "edit"}}};
    IdentityChoice service{{1}, "Wiki", 1, {{{7}, "wiki-bot", true}}};
    page.identities = {service};
    page.beneficiary = me;
    CHECK_THAT(
        request_details(page).json(),
        Contains("You have no account of your own in *Wiki*") &&
            Contains("You have no account of your own. Without a choice 1 access grant is left out."
            )
    );
    page.beneficiary = bob;
    CHECK_THAT(
        request_details(page).json(),
        Contains("has no account of their own in *Wiki*") &&
            Contains(
                "There is no account of their own. Without a choice 1 access grant is left out."
            )
    );
}

TEST_CASE("what does not fit into one paragraph is counted") {
    std::vector<IdentityChoice> choices;
    for (std::int64_t i = 0; i < 500; ++i)
        choices.push_back(without_account(i, std::string(90, 'a') + std::to_string(i)));
    const auto text = nothing_to_give(me, choices);
    CHECK(utf16_units(text.source()) <= section_units);
    std::size_t named = 0;
    for (auto at = text.source().find("left out"); at != std::string::npos;
         at = text.source().find("left out", at + 1))
        ++named;
    CHECK(named > 3);
    CHECK_THAT(
        text.source(),
        Contains("And the same of " + std::to_string(500 - named) + " more applications.")
    );
}

}  // namespace
