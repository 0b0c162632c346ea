// The whole way of page 1 on random directories: what it lists for each Access Like, what Select
// all takes, and that no payload, however made up, gets more out of it.
#include "blocks/ids.hpp"
#include "blocks/offer_list.hpp"
#include "bot/handlers/form.hpp"
#include "bot/models/offers.hpp"
#include "bot/models/people.hpp"
#include "tests/bot/random_directory.hpp"

namespace {

using namespace random_directory;
namespace handlers = bot::handlers;
namespace ids = blocks::ids;

constexpr EmployeeId beneficiary{3};
constexpr EmployeeId reference{2};

// What a draft may ask for, reckoned from the directory alone.
Ids allowed(RandomDirectory& directory, const store::DraftRow& draft, const FlowRules& rules) {
    const auto held = directory.held(draft.beneficiary);
    if (draft.action == Action::revoke) return held;
    Ids all;
    switch (draft.like) {
        case AccessLike::person:
            if (draft.reference) all = directory.held(*draft.reference);
            break;
        case AccessLike::title:
            all = directory.shared(draft.title, rules.title_share);
            break;
        case AccessLike::custom:
            for (int i = 1; i <= connections; ++i)
                all.insert({i});
            break;
    }
    return minus(minus(std::move(all), held), directory.unrequestable());
}

TEST_CASE("like a title, what is offered is what enough of its holders share, less what one has") {
    int offered_at_all = 0;
    for_random_directories(40, [&](RandomDirectory& directory, const Act& act) {
        const auto pending = make_pending(directory, act, beneficiary);
        auto rules = act.rules;
        rules.title_share = std::vector{0.34, 0.5, 2.0 / 3, 1.0}[directory.draw(4)];
        for (const auto& title : titles) {
            auto draft = draft_of(act, AccessLike::title, Action::grant, beneficiary, {});
            draft.title = title;
            const auto all = offered(act.tx, draft, rules);
            const auto requestable = allowed(directory, draft, rules);
            CHECK(ids_of(all.grants, false) == minus(requestable, pending));
            CHECK(ids_of(all.grants, true) == minus(requestable, minus(requestable, pending)));
            CHECK(
                all.title_holders == static_cast<std::int64_t>(directory.holders_of(title).size())
            );
            const auto shared = directory.shared(title, rules.title_share);
            CHECK(all.has == static_cast<std::int64_t>(shared.size()));
            const auto counts = directory.counts(title);
            for (const auto& grant : all.grants)
                CHECK(grant.holders == counts.at(grant.connection.id));
            offered_at_all += static_cast<int>(all.grants.size());
        }
    });
    CHECK(offered_at_all > 100);
}

TEST_CASE("of a Custom choice exactly what one lacks and may ask for is offered, and no more") {
    for_random_directories(30, [&](RandomDirectory& directory, const Act& act) {
        const auto pending = make_pending(directory, act, beneficiary);
        auto draft = draft_of(act, AccessLike::custom, Action::grant, beneficiary, {});
        for (int i = 1; i <= connections + 4; ++i)
            draft.selection.chosen.insert({i});
        const auto all = offered(act.tx, draft, act.rules);
        const auto requestable = allowed(directory, draft, act.rules);
        CHECK(ids_of(all.grants, false) == minus(requestable, pending));
        CHECK(ids_of(all.grants, true) == minus(requestable, minus(requestable, pending)));
        Ids found;
        for (const auto& option : bot::models::grant_options(act.tx, draft, ""))
            found.insert({bot::models::id_of(option.value).value()});
        CHECK(found == requestable);
    });
}

TEST_CASE("what a Custom revoke finds is what the beneficiary's own accounts hold") {
    for_random_directories(20, [&](RandomDirectory& directory, const Act& act) {
        const auto draft = draft_of(act, AccessLike::custom, Action::revoke, beneficiary, {});
        Ids found;
        for (const auto& option : bot::models::grant_options(act.tx, draft, ""))
            found.insert({bot::models::id_of(option.value).value()});
        CHECK(found == directory.held(beneficiary));
        for (const auto& option : bot::models::grant_options(act.tx, draft, "p17"))
            CHECK(option.value == "17");
    });
}

TEST_CASE("Select all takes the union of all pages, but for what is privileged") {
    int taken = 0;
    for_random_directories(30, [&](RandomDirectory& directory, const Act& act) {
        make_pending(directory, act, beneficiary);
        const auto like = std::vector{
            AccessLike::person, AccessLike::title, AccessLike::custom}[directory.draw(3)];
        const auto action = like == AccessLike::custom ? Action::revoke : Action::grant;
        auto draft = draft_of(act, like, action, beneficiary, reference);
        draft.selection.all = true;
        // Every box of every page, as the form shows them.
        Ids boxes;
        Ids ticked;
        for (std::size_t page = 0, pages = 1; page < pages; ++page) {
            draft.page = static_cast<int>(page);
            const auto form = bot::models::request_form(act, draft);
            pages = form.list.pages;
            for (const auto& row : form.list.rows) {
                if (!row.pending) CHECK(boxes.insert(row.connection).second);
                if (row.chosen) ticked.insert(row.connection);
            }
        }
        CHECK(boxes == ids_of(offered(act.tx, draft, act.rules).grants, false));
        CHECK(ticked == minus(boxes, directory.privileged()));
        // Without an account nothing can be asked for: what is sent is what is left of them.
        Ids sent;
        for (const auto& item : submitted_items(act, draft))
            sent.insert(item.connection);
        CHECK(minus(sent, ticked).empty());
        taken += static_cast<int>(sent.size());
    });
    CHECK(taken > 50);
}

// Payloads as somebody might make them up: any values in any block of this render, an older or a
// later one.
class Forger {
 public:
    Forger(RandomDirectory& directory, const store::DraftRow& draft)
        : directory_(directory), draft_(draft) {}

    bot::InboundView view() {
        bot::InboundView made;
        made.private_metadata = std::to_string(draft_.id.value);
        std::vector<bot::StateEntry> state;
        const auto add = [&](const std::string& block, std::string_view action, auto value) {
            made.blocks.push_back({block, true, texts(3)});
            state.push_back({block, std::string(action), std::move(value)});
        };
        if (odds(6)) add(std::string(ids::beneficiary), ids::beneficiary, option(number(people)));
        if (odds(6)) add(std::string(ids::person), ids::person, option(number(people)));
        if (odds(6)) add(std::string(ids::title), ids::title, option(titles[directory_.draw(2)]));
        const std::vector<std::string> likes{"person", "title", "custom", "everything"};
        if (odds(6))
            add(std::string(ids::access_like), ids::access_like, option(likes[directory_.draw(4)]));
        const std::vector<std::string> actions{"GRANT", "REVOKE", "BOTH"};
        if (odds(6))
            add(std::string(ids::custom_action),
                ids::custom_action,
                option(actions[directory_.draw(3)]));
        for (int i = 0; i < 4; ++i)
            add("grants:" + render() + ":" + std::to_string(i), ids::grants, boxes());
        if (odds(2)) add("select_all:" + render(), ids::select_all, odds(2) ? all() : none());
        for (int i = 1; i <= applications; ++i)
            add("identity:" + std::to_string(i) + ":" + render(), ids::identity, option(number(40))
            );
        made.state = bot::State{std::move(state)};
        return made;
    }

    bot::Action tick() {
        bot::Action action;
        action.block_id = "grants:" + render() + ":" + std::to_string(directory_.draw(4));
        action.chosen = boxes();
        return action;
    }
    std::string number(int below) {
        return std::to_string(1 + directory_.draw(static_cast<unsigned>(below) + 2));
    }
    bool odds(unsigned one_in) { return directory_.draw(one_in) == 0; }

 private:
    std::string render() {
        return std::to_string(
            draft_.render + (odds(4) ? static_cast<int>(directory_.draw(3)) - 1 : 0)
        );
    }
    std::vector<std::string> texts(int most) {
        std::vector<std::string> made;
        for (auto n = directory_.draw(static_cast<unsigned>(most) + 1); n > 0; --n)
            made.push_back(number(connections));
        return made;
    }
    bot::StateValue option(const std::string& value) {
        bot::StateValue made;
        made.option = bot::ChosenOption{value, "", ""};
        return made;
    }
    bot::StateValue boxes() {
        bot::StateValue made;
        for (const auto& value : texts(connections))
            made.options.push_back({value, "", ""});
        if (odds(5)) made.options.push_back({"-1", "", ""});
        if (odds(5)) made.options.push_back({"all of it", "", ""});
        return made;
    }
    bot::StateValue all() {
        bot::StateValue made;
        made.options.push_back({"all", "", ""});
        return made;
    }
    static bot::StateValue none() { return {}; }

    RandomDirectory& directory_;
    const store::DraftRow& draft_;
};

TEST_CASE("whatever payloads are sent, nobody gets what the form did not offer them") {
    int sent = 0;
    const bot::FormRules form{{"New project"}};
    for_random_directories(150, [&](RandomDirectory& directory, const Act& act) {
        const auto pending = make_pending(directory, act, beneficiary);
        auto draft = draft_of(act, AccessLike::person, Action::grant, beneficiary, reference);
        Forger forger(directory, draft);
        handlers::grants_page(act, draft);
        for (auto steps = 1 + directory.draw(8); steps > 0; --steps) {
            const auto view = forger.view();
            switch (directory.draw(6)) {
                case 0:
                    handlers::take_ticks(act, draft, view, forger.tick());
                    break;
                case 1:
                    handlers::add_access(act, draft, forger.number(connections));
                    break;
                case 2:
                    handlers::browse(act.tx, draft, forger.number(applications));
                    break;
                case 3:
                    handlers::take_details(act, draft, view, form);
                    break;
                default:
                    handlers::take_grants(act, draft, view);
            }
            draft.ticks_seen = handlers::ticks_of(view);
            handlers::form_page(act, draft, form);
        }
        draft.reason = "New project";
        draft.duration = {};
        const auto may = allowed(directory, draft, act.rules);
        const auto chosen = draft.selection;
        for (const auto& item : submitted_items(act, draft)) {
            ++sent;
            CHECK(may.contains(item.connection));
            if (draft.beneficiary == beneficiary) CHECK_FALSE(pending.contains(item.connection));
            if (directory.privileged().contains(item.connection))
                CHECK(chosen.chosen.contains(item.connection));
            CHECK(item.action == draft.action);
            const auto account = store::find_identity(act.tx, item.identity).value();
            CHECK(account.employee == draft.beneficiary);
            CHECK(account.integration == item.integration);
            if (draft.action == Action::revoke)
                CHECK(store::holds(act.tx, item.identity, item.connection));
        }
    });
    CHECK(sent > 50);
}

}  // namespace
