// My tasks in pages: what is ticked stays ticked, and every box says what it is about.
#include "bot/handlers/task_views.hpp"
#include "tests/bot/calendar.hpp"

namespace {

using bot::handlers::ListPlace;
using Catch::Matchers::Contains;
using Company = SmallCompany;

TEST_CASE("what is ticked on one page is kept on the others, and shown again") {
    Calendar calendar;
    for (int i = 0; i < 25; ++i) {
        calendar.exec(
            "INSERT INTO connections (id, integration_id, resource_id, project, resource_type, "
            "privilege) VALUES (" +
            std::to_string(100 + i) + ", 1, 2, '', '', 'p" + std::to_string(i) + "')"
        );
        calendar.ask({{policy::ConnectionId{100 + i}, 1}});
    }
    const auto first = calendar.tasks(Company::mia).at(0);
    const auto key = std::to_string(first.id.value) + "." + std::to_string(first.version);
    const auto shown = [&](int page, const std::vector<std::string>& selected) {
        return calendar.read<std::string>([&](store::Tx& tx) {
            const ListPlace place{page, store::TaskFilter::reviews, selected};
            return bot::handlers::task_list_modal(tx, Company::mia, place, calendar.now).json();
        });
    };
    const auto elsewhere = shown(1, {key});
    CHECK_THAT(elsewhere, Contains("selected on other pages") && !Contains("initial_options"));
    bot::InboundView view;
    view.private_metadata = bot::handlers::key_of({1, store::TaskFilter::reviews, {key, "900.1"}});
    CHECK_THAT(shown(1, {key}), Contains("1:reviews:" + key));
    CHECK(bot::handlers::selected_tasks(view) == std::vector<std::string>{key, "900.1"});
    CHECK(bot::handlers::list_place(view.private_metadata).filter == store::TaskFilter::reviews);
    CHECK_THAT(shown(0, {key}), Contains("initial_options") && !Contains("other pages"));
    CHECK_THAT(shown(0, {}), Contains("code · p0") && !Contains("initial_options"));
}

TEST_CASE("a box names a privileged grant first") {
    Calendar calendar;
    calendar.ask({{Company::code_write, 1}, {Company::code_admin, 1}});
    calendar.ask({{Company::pay_view, 3}});
    const auto text = calendar.read<std::string>([&](store::Tx& tx) {
        return bot::handlers::task_list_modal(tx, Company::mia, {}, calendar.now).json();
    });
    CHECK_THAT(text, Contains("GitHub · code · admin (privileged) and 1 more"));
    CHECK_THAT(text, Contains("Payroll · view"));
}

}  // namespace
