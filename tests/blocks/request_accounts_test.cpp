// Page 2 reaches every account and every application, whatever their number.
#include <catch2/catch.hpp>

#include <algorithm>
#include <map>

#include "blocks/ids.hpp"
#include "blocks/request_details.hpp"
#include "tests/blocks/limits.hpp"
#include "tests/blocks/people.hpp"

namespace {

using namespace blocks;
using namespace people;
using Catch::Matchers::Contains;

IdentityChoice of_application(std::int64_t id) {
    return {{id}, "Application " + std::to_string(id) + ".", 1};
}

// With so many accounts, of which the first is chosen unless they are services.
IdentityChoice with_accounts(std::int64_t id, int accounts, bool service = false) {
    auto choice = of_application(id);
    for (int i = 0; i < accounts; ++i) {
        const auto number = id * 10'000 + i;
        choice.identities.push_back({{number}, "account-" + std::to_string(number), service});
    }
    if (!service) choice.chosen = choice.identities.front().identity;
    return choice;
}

RequestDetails details_of(std::vector<IdentityChoice> choices) {
    RequestDetails page{.key = "1.2", .render = 3, .beneficiary = me};
    for (const auto& choice : choices)
        page.items.push_back({choice.application, "", "use"});
    page.identities = std::move(choices);
    page.reasons = {"New project", "Other"};
    return page;
}

// How often each application is told or asked about on all pages, which are within Slack's limits.
std::map<std::string, int> told_on_all_pages(RequestDetails page, std::size_t& pages) {
    std::map<std::string, int> told;
    pages = 0;
    for (bool more = true; more; ++pages) {
        page.accounts_page = pages;
        const auto json = request_details(page).json();
        CHECK(limits::of_view(json) == std::vector<std::string>{});
        const auto actions = limits::values_of(json, "action_id");
        more = std::count(actions.begin(), actions.end(), ids::page_next) > 0;
        for (const auto& block : limits::values_of(json, "block_id")) {
            if (const auto id = identity_block_of(block))
                ++told["Application " + std::to_string(id->value) + "."];
        }
        const auto texts = limits::texts(json);
        for (const auto& text : texts.markdown) {
            const std::string before = "account in *";
            for (auto at = text.find(before); at != std::string::npos; at = text.find(before, at)) {
                at += before.size();
                ++told[text.substr(at, text.find('*', at) - at)];
            }
        }
    }
    return told;
}

TEST_CASE("a thousand accounts are searched, a hundred are listed") {
    for (const bool service : {false, true}) {
        const auto listed = request_details(details_of({with_accounts(1, 100, service)})).json();
        CHECK_THAT(listed, Contains(R"("type":"static_select","action_id":"identity")"));
        const auto many = request_details(details_of({with_accounts(1, 1000, service)})).json();
        CHECK_THAT(many, Contains(R"("type":"external_select","action_id":"identity")"));
        CHECK(limits::of_view(many) == std::vector<std::string>{});
        CHECK_THAT(many, !Contains("account-10999"));
    }
}

TEST_CASE("the chosen one of a thousand accounts is shown") {
    auto choice = with_accounts(1, 1000, true);
    choice.chosen = choice.identities.back().identity;
    CHECK_THAT(request_details(details_of({choice})).json(), Contains("account-10999"));
}

TEST_CASE("an account that can be made stays among the choices when another one is chosen") {
    auto choice = with_accounts(1, 2, true);
    choice.can_be_created = true;
    choice.chosen = choice.identities.front().identity;
    CHECK_THAT(request_details(details_of({choice})).json(), Contains("A new account"));
}

TEST_CASE("every application is told or asked about on exactly one page") {
    for (const int selects : {0, 1, 40, 41, 400}) {
        for (const int lines : {0, 60, 61, 600}) {
            std::vector<IdentityChoice> choices;
            for (int i = 1; i <= std::max(selects, lines); ++i) {
                if (i <= selects) choices.push_back(with_accounts(1000 + i, 2));
                if (i <= lines) choices.push_back(of_application(5000 + i));
            }
            INFO(selects << " selects and " << lines << " lines");
            std::size_t pages = 0;
            const auto told = told_on_all_pages(details_of(choices), pages);
            CHECK(told.size() == choices.size());
            for (const auto& choice : choices) {
                INFO(choice.application);
                const auto one = told.find(choice.application);
                CHECK((one != told.end() && one->second == 1));
            }
            CHECK((pages == 1) == (selects <= 40 && lines <= 60));
        }
    }
}

TEST_CASE("lists of a hundred accounts take as many pages as their size asks for") {
    std::vector<IdentityChoice> choices;
    for (int i = 1; i <= 60; ++i)
        choices.push_back(with_accounts(i, 100));
    std::size_t pages = 0;
    CHECK(told_on_all_pages(details_of(choices), pages).size() == 60);
    CHECK(pages > 2);
}

TEST_CASE("where an account has to be chosen first, nobody is said to be missing who decides") {
    auto page = details_of({with_accounts(1, 2, true)});
    CHECK_THAT(request_details(page).json(), Contains("Nobody can decide about this yet."));
    page.nothing_asked = true;
    CHECK_THAT(
        request_details(page).json(),
        Contains("Choose an account that gets the access first.") && !Contains("Nobody can decide")
    );
    page.items.clear();
    CHECK_THAT(request_details(page).json(), Contains("*Nothing of it is left to ask for.*"));
}

TEST_CASE("everybody who decides about four hundred applications is named") {
    auto page = details_of({with_accounts(1, 100)});
    for (int i = 1; i <= 400; ++i) {
        Decider decider{.people = {carol}, .as = policy::ReviewerKind::integration_owner};
        decider.applications = {"Application " + std::to_string(i) + "."};
        page.deciders.push_back(decider);
    }
    const auto json = request_details(page).json();
    CHECK(limits::of_view(json) == std::vector<std::string>{});
    for (int i = 1; i <= 400; ++i)
        CHECK_THAT(json, Contains("owner of Application " + std::to_string(i) + "."));
    // Thousands are counted.
    while (page.deciders.size() < 10'000)
        page.deciders.push_back(page.deciders.back());
    const auto counted = request_details(page).json();
    CHECK(limits::of_view(counted) == std::vector<std::string>{});
    CHECK_THAT(counted, Contains(" more\""));
}

TEST_CASE("of several pages the first says what is left out on all, and tells of that first") {
    std::vector<IdentityChoice> choices;
    for (int i = 1; i <= 100; ++i)
        choices.push_back(with_accounts(i, 2));
    choices.push_back(of_application(777));
    choices.push_back(with_accounts(888, 1, true));
    choices.back().items = 3;
    auto page = details_of(choices);
    const auto first = request_details(page).json();
    CHECK_THAT(
        first,
        Contains("102 applications. In 2 of them there is no account: 4 access grants are left out")
    );
    CHECK_THAT(first, Contains("no account in *Application 777.*: 1 access grant is left out"));
    CHECK_THAT(first, Contains("Page 1 of 6"));
    page.accounts_page = 99;
    CHECK_THAT(request_details(page).json(), Contains("Page 6 of 6"));
}

}  // namespace
