// The request form reaches every access grant, whatever their number, and repeats none.
#include "blocks/request_form.hpp"

#include <catch2/catch.hpp>

#include <map>
#include <set>

#include "blocks/ids.hpp"
#include "tests/blocks/limits.hpp"

using namespace blocks;

namespace {

OfferRow row(
    std::int64_t id, const std::string& application, bool privileged = false, bool pending = false
) {
    return {
        policy::ConnectionId{id},
        {application, "resource-" + std::to_string(id), "write", privileged},
        "what it allows",
        id % 3 == 0 && !pending,
        pending};
}

RequestForm form_of(const std::vector<OfferRow>& rows, std::size_t page = 0) {
    RequestForm form{.key = "draft:7", .render = 3};
    form.beneficiary = {{1}, "Alice", "Data Engineer"};
    form.reference = PersonChoice{{2}, "Bob", "Data Engineer"};
    form.has = static_cast<std::int64_t>(rows.size());
    form.list = offer_list(rows, page);
    return form;
}

// A Custom form that browses an application, or shows what was chosen.
RequestForm catalogue_of(const std::vector<OfferRow>& rows, bool browses) {
    auto form = form_of(rows);
    form.like = policy::AccessLike::custom;
    if (browses) form.application = ApplicationChoice{{7}, "GitHub"};
    return form;
}

// Values of the boxes that stand in a view.
std::set<std::string> boxes(const View& view) {
    const auto values = limits::values_of(view.json(), "value");
    std::set<std::string> found{values.begin(), values.end()};
    for (const auto* other : {"1", "2", "7", "all", "person", "title", "custom", "GRANT", "REVOKE"})
        found.erase(other);
    return found;
}

bool says(const View& view, const std::string& text) {
    const auto texts = limits::texts(view.json());
    const auto holds = [&](const std::string& one) { return one.find(text) != std::string::npos; };
    return std::any_of(texts.markdown.begin(), texts.markdown.end(), holds) ||
           std::any_of(texts.plain.begin(), texts.plain.end(), holds);
}

}  // namespace

TEST_CASE("every offered grant stands on exactly one page, and shown_on tells which") {
    for (const std::size_t n : {1, 9, 10, 11, 39, 40, 41, 80, 312, 1000}) {
        std::vector<OfferRow> rows;
        for (std::size_t i = 0; i < n; ++i) {
            const auto id = static_cast<std::int64_t>(1000 + i);
            rows.push_back(row(id, "App " + std::to_string(i * i % 7), i % 5 == 0, i % 11 == 0));
        }
        std::set<std::string> seen;
        std::size_t shown = 0;
        const auto pages = offer_list(rows, 0).pages;
        for (std::size_t page = 0; page < pages; ++page) {
            const auto form = form_of(rows, page);
            const auto view = request_form(form);
            CHECK(limits::of_view(view.json()) == std::vector<std::string>{});
            std::set<std::string> told;
            for (const auto id : shown_on(form.list))
                told.insert(std::to_string(id.value));
            auto here = boxes(view);
            std::erase_if(here, [](const auto& value) {
                return value.size() < 4;
            });  // page buttons
            CHECK(here == told);
            shown += told.size();
            seen.insert(told.begin(), told.end());
        }
        const auto selectable = static_cast<std::size_t>(
            std::count_if(rows.begin(), rows.end(), [](const auto& one) { return !one.pending; })
        );
        CHECK(seen.size() == selectable);
        CHECK(shown == selectable);
        CHECK(offer_list(rows, pages + 3).page == pages - 1);
    }
}

TEST_CASE("what is pending is shown and has no box") {
    const auto view =
        request_form(form_of({row(1001, "GitHub", false, true), row(1002, "GitHub")}));
    CHECK(says(view, "resource-1001 · write – already requested, pending"));
    CHECK_FALSE(boxes(view).contains("1001"));
    CHECK(boxes(view).contains("1002"));
}

TEST_CASE("privileged grants stand apart and are not part of Select all") {
    const auto privileged_only = request_form(form_of({row(1001, "GitHub", true)}));
    CHECK(says(privileged_only, "Privileged access"));
    CHECK_FALSE(says(privileged_only, "Select all access grants"));
    const auto both = request_form(form_of({row(1001, "GitHub", true), row(1002, "GitHub")}));
    CHECK(says(both, "Select all access grants"));
    CHECK(says(both, "Privileged access is chosen one by one."));
    CHECK(
        arranged({row(1001, "GitHub", true), row(1002, "GitHub")}).front().connection.value == 1002
    );
}

TEST_CASE("boxes carry the render in their block id, people do not") {
    auto form = form_of({row(1001, "GitHub")});
    const auto before = limits::values_of(request_form(form).json(), "block_id");
    form.render = 4;
    const auto after = limits::values_of(request_form(form).json(), "block_id");
    CHECK(
        before ==
        std::vector<std::string>{
            "beneficiary", "access_like", "person", "select_all:3", "grants:3:0"}
    );
    CHECK(
        after ==
        std::vector<std::string>{
            "beneficiary", "access_like", "person", "select_all:4", "grants:4:0"}
    );
    CHECK(is_grants_block("grants:3:0", 3));
    CHECK_FALSE(is_grants_block("grants:3:0", 4));
    CHECK_FALSE(is_grants_block("grants:33:0", 3));
}

TEST_CASE("a list of several pages says where it is and leads on") {
    std::vector<OfferRow> rows;
    for (int i = 0; i < 100; ++i)
        rows.push_back(row(3000 + i, "GitHub"));
    const auto view = request_form(form_of(rows, 1));
    CHECK(says(view, "Page 2 of 3 · 100 access grants · 21 chosen on other pages"));
    CHECK(says(view, "GitHub (continued)"));
    const auto actions = limits::values_of(view.json(), "action_id");
    CHECK(std::count(actions.begin(), actions.end(), ids::page_previous) == 1);
    CHECK(std::count(actions.begin(), actions.end(), ids::page_next) == 1);
    CHECK(says(request_form(form_of(rows, 99)), "Page 3 of 3"));
}

TEST_CASE("what the form says stays true however the boxes of its page are ticked") {
    const auto said = [](const View& view) { return limits::texts(view.json()).markdown; };
    for (const std::size_t pages : {1, 3}) {
        std::vector<OfferRow> rows;
        for (std::size_t i = 0; i < pages * rows_per_page; ++i)
            rows.push_back(row(static_cast<std::int64_t>(3000 + i), "GitHub"));
        const auto before = form_of(rows, pages - 1);
        for (std::size_t i = (pages - 1) * rows_per_page; i < rows.size(); ++i)
            rows[i].chosen = !rows[i].chosen;
        const auto after = form_of(rows, pages - 1);
        CHECK(boxes(request_form(before)) == boxes(request_form(after)));
        CHECK(said(request_form(before)) == said(request_form(after)));
    }
    auto form = catalogue_of({row(1001, "GitHub")}, true);
    const auto nothing_chosen = said(request_form(form));
    form.list.rows[0].chosen = true;
    form.chosen_in_all = 1;
    CHECK(said(request_form(form)) == nothing_chosen);
}

TEST_CASE("when there is nothing to ask for, the form says why") {
    auto nothing = form_of({});
    CHECK(says(request_form(nothing), "*Bob* has no access."));
    nothing.has = 3;
    CHECK(says(request_form(nothing), "*Bob* has no access that *Alice* lacks."));
    nothing.list.left_out = 2;
    CHECK(says(request_form(nothing), "*Alice* lacks of it (2 access grants) cannot be requested"));
    CHECK(says(
        request_form(form_of({row(1001, "GitHub", false, true)})), "already requested and pending"
    ));
    auto same = form_of({row(1001, "GitHub")});
    same.reference = same.beneficiary;
    CHECK(says(request_form(same), "This is the same person."));
    auto nobody = form_of({});
    nobody.reference.reset();
    CHECK_FALSE(says(request_form(nobody), "no access"));
}

TEST_CASE("a title that nobody has, shares nothing, or gives nothing new says so") {
    auto form = form_of({});
    form.like = policy::AccessLike::title;
    CHECK_FALSE(says(request_form(form), "no access"));
    form.title = TitleChoice{"Engineer", "Engineer", 9};
    form.title_share = 0.5;
    CHECK(says(
        request_form(form),
        "The 9 holders of *Engineer* have no access that at least half of them share."
    ));
    form.title_share = 0.7;
    form.has = 4;
    CHECK(says(
        request_form(form),
        "*Alice* has everything that at least 70% of the 9 holders of *Engineer* have."
    ));
    form.has = 0;
    form.title->holders = 0;
    CHECK(says(request_form(form), "Nobody has the title *Engineer* any more."));
}

TEST_CASE("Access Like shows the field that it needs, and only that") {
    const auto fields = [](const RequestForm& form) {
        const auto ids = limits::values_of(request_form(form).json(), "action_id");
        return std::set<std::string>(ids.begin(), ids.end());
    };
    auto form = form_of({});
    form.reference.reset();
    CHECK(fields(form) == std::set<std::string>{"beneficiary", "access_like", "person"});
    form.like = policy::AccessLike::title;
    CHECK(fields(form) == std::set<std::string>{"beneficiary", "access_like", "title"});
    form.like = policy::AccessLike::custom;
    CHECK(
        fields(form) ==
        std::set<std::string>{
            "beneficiary", "access_like", "custom_action", "find_access", "browse"}
    );
    form.action = policy::Action::revoke;
    CHECK(fields(form) == std::set<std::string>{"beneficiary", "access_like", "custom_action"});
    CHECK(says(request_form(form), "*Alice* has no access that could be removed."));
}

TEST_CASE("from the whole catalogue nothing is selected at once, to be removed it can be") {
    const std::vector<OfferRow> rows{row(1001, "GitHub"), row(1002, "GitHub", true)};
    for (const bool browses : {true, false})
        CHECK_FALSE(says(request_form(catalogue_of(rows, browses)), "Select all access grants"));
    auto removal = catalogue_of(rows, false);
    removal.action = policy::Action::revoke;
    CHECK(says(request_form(removal), "Select all access grants"));
    CHECK(says(request_form(removal), "Privileged access is chosen one by one."));
}

TEST_CASE("a catalogue says what is chosen elsewhere, and leads back to it") {
    auto form = catalogue_of({row(1001, "GitHub")}, true);
    form.chosen_in_all = 12;
    const auto view = request_form(form);
    CHECK(says(view, "1 access grant to choose from · 12 chosen elsewhere"));
    CHECK(says(view, "Show what is chosen"));
    auto empty = catalogue_of({}, true);
    CHECK(says(request_form(empty), "*GitHub* has no access that can be requested."));
    empty.has = 3;
    CHECK(says(request_form(empty), "*GitHub* has no access that *Alice* lacks."));
    CHECK(says(request_form(catalogue_of({}, false)), "Nothing is chosen yet."));
}

TEST_CASE("a search result says its application, that it is privileged, that it is pending") {
    const auto option = grant_option({{7}, {"GitHub", "code", "admin", true}, true});
    CHECK(option.value == "7");
    CHECK(option.text.text() == "code · admin");
    CHECK(option.description.text() == "GitHub · privileged · already requested");
}

TEST_CASE("what was chosen and cannot be had any more is counted, not dropped in silence") {
    auto form = catalogue_of({row(1001, "GitHub")}, false);
    CHECK_FALSE(says(request_form(form), "chosen before"));
    form.dropped = 2;
    CHECK(says(request_form(form), "2 access grants that were chosen before cannot be any more"));
}

TEST_CASE("a row like a title says how many hold it") {
    CHECK(held_by(8, 9) == "held by 8 of 9");
    CHECK(held_by(1200, 5000) == "held by 1,200 of 5,000");
}

TEST_CASE("of a long name its ends and the privilege stay readable") {
    auto one = row(1001, "GitHub");
    one.grant.resource = "prod/" + std::string(200, 'r') + "/orders-db";
    one.grant.privilege = "administrator";
    auto other = one;
    other.connection = {1002};
    other.grant.resource = "prod/" + std::string(200, 'r') + "/billing-db";
    const auto view = request_form(form_of({one, other}));
    CHECK(says(view, "/orders-db · administrator"));
    CHECK(says(view, "/billing-db · administrator"));
    CHECK(says(view, "prod/rr"));
}
