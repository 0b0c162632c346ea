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

RequestForm form_of(std::vector<OfferRow> rows) {
    RequestForm form{.key = "draft:7", .render = 3};
    form.beneficiary = {{1}, "Alice", "Data Engineer"};
    form.reference = PersonChoice{{2}, "Bob", "Data Engineer"};
    form.rows = std::move(rows);
    return form;
}

// Values of the boxes that stand in a view.
std::set<std::string> boxes(const View& view) {
    const auto values = limits::values_of(view.json(), "value");
    std::set<std::string> found{values.begin(), values.end()};
    for (const auto* other : {"1", "2", "all", "person"})
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
        auto form = form_of(rows);
        std::set<std::string> seen;
        std::size_t shown = 0;
        const auto pages = offer_pages(rows).size();
        for (form.page = 0; form.page < pages; ++form.page) {
            const auto view = request_form(form);
            CHECK(limits::of_view(view.json()) == std::vector<std::string>{});
            std::set<std::string> told;
            for (const auto id : shown_on(rows, form.page))
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
        CHECK(shown_on(rows, pages).empty());
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
    auto form = form_of(rows);
    form.page = 1;
    const auto view = request_form(form);
    CHECK(says(view, "Page 2 of 3 · 100 access grants, 34 chosen"));
    CHECK(says(view, "GitHub (continued)"));
    const auto actions = limits::values_of(view.json(), "action_id");
    CHECK(std::count(actions.begin(), actions.end(), ids::page_previous) == 1);
    CHECK(std::count(actions.begin(), actions.end(), ids::page_next) == 1);
    form.page = 99;
    CHECK(says(request_form(form), "Page 3 of 3"));
}

TEST_CASE("when there is nothing to ask for, the form says why") {
    CHECK(says(request_form(form_of({})), "There is nothing to request."));
    CHECK(says(
        request_form(form_of({row(1001, "GitHub", false, true)})), "already requested and pending"
    ));
    auto same = form_of({row(1001, "GitHub")});
    same.reference = same.beneficiary;
    CHECK(says(request_form(same), "This is the same person."));
    auto nobody = form_of({});
    nobody.reference.reset();
    CHECK_FALSE(says(request_form(nobody), "nothing to request"));
}

TEST_CASE("of a long name the privilege stays readable") {
    auto one = row(1001, "GitHub");
    one.grant.resource = std::string(200, 'r');
    one.grant.privilege = "administrator";
    const auto view = request_form(form_of({one}));
    CHECK(says(view, "r… · administrator"));
}
