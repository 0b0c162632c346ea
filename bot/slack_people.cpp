#include "bot/slack_people.hpp"

#include <spdlog/spdlog.h>

#include "bot/outbox.hpp"
#include "store/directory.hpp"
#include "store/slack_users.hpp"
#include "store/workspaces.hpp"

namespace bot {
namespace {

using std::chrono::hours;
using std::chrono::minutes;

// Slack advises at most 200 users a page (slack-protocol.md 6.4).
constexpr int page_size = 200;

store::Task<void> keep(store::Gate& gate, const policy::SlackUser& user, store::Millis now) {
    auto work = [&](store::Tx& tx) { learn_user(tx, user, now); };
    co_await gate.write(work, store::Lane::event);
}

// Product.md section 2: a second Slack user is refused, and administrators are told once.
void tell_of_second(
    store::Tx& tx, const policy::SlackUser& user, policy::EmployeeId employee, store::Millis now
) {
    const auto at = std::chrono::floor<std::chrono::seconds>(now);
    const auto notice = store::note_second_user(tx, user, employee, at);
    if (!notice) return;
    spdlog::warn(
        "people: Slack user {} is a second one of employee {} and is refused",
        user.user.value,
        employee.value
    );
    for (const auto administrator : store::employees_with_role(tx, policy::Role::administrator)) {
        store::want_message(
            tx, store::MessageKind::second_user, *notice, administrator, store::Priority::bulk, now
        );
    }
}

}  // namespace

store::SlackOutcome learn_user(store::Tx& tx, const policy::SlackUser& user, store::Millis now) {
    const auto outcome = store::upsert_slack_user(tx, user);
    if (!outcome.news || !outcome.employee) return outcome;
    if (outcome.match == store::SlackMatch::second_user) {
        tell_of_second(tx, user, *outcome.employee, now);
    } else {
        store::revive_messages(tx, *outcome.employee, now);
    }
    return outcome;
}

policy::SlackUser known_user(
    const SlackUser& told, const policy::TeamId& team, policy::Instant at
) {
    policy::SlackUser user;
    user.team = team;
    user.user = told.id;
    user.email = told.email;
    user.name = told.display_name.empty() ? told.real_name : told.display_name;
    if (user.name.empty()) user.name = told.name;
    user.tz = told.tz;
    user.tz_offset = told.tz_offset;
    user.deleted = told.deleted;
    // Slackbot says of itself that it is no bot (slack-protocol.md 2.5).
    user.bot = told.is_bot || told.id.value == "USLACKBOT";
    user.guest = told.is_restricted || told.is_ultra_restricted;
    user.stranger = told.is_stranger;
    user.email_confirmed = told.is_email_confirmed;
    // Slack's own time orders what arrives out of order.
    user.updated = told.updated ? *told.updated : at;
    return user;
}

store::Task<void> look_up_user(
    store::Gate& gate,
    SlackApi& slack,
    Clock& clock,
    const policy::TeamId& team,
    const policy::SlackUserId& user
) {
    auto look = [&](store::Tx& tx) { return store::find_slack_user(tx, team, user).has_value(); };
    const bool known = co_await gate.read(look);
    if (known) co_return;
    const auto answer = co_await slack.users_info(user);
    if (!answer || !*answer) co_return;
    const auto found = known_user(**answer, team, clock.now());
    const auto now = clock.now_ms();
    co_await keep(gate, found, now);
}

store::Task<std::optional<SlackError>> look_up_person(
    store::Gate& gate, SlackApi& slack, Clock& clock, const std::string& email
) {
    const auto answer = co_await slack.lookup_by_email(email);
    if (!answer) co_return answer.error();
    if (!*answer) co_return std::nullopt;
    // Known under the workspace of the token, whatever the person's own is (Enterprise Grid).
    auto look = [](store::Tx& tx) { return store::find_workspace(tx); };
    const auto workspace = co_await gate.read(look);
    const auto team = workspace ? workspace->team : (*answer)->team;
    const auto found = known_user(**answer, team, clock.now());
    const auto now = clock.now_ms();
    co_await keep(gate, found, now);
    co_return std::nullopt;
}

PeopleSync::PeopleSync(
    boost::asio::io_context& io, store::Gate& gate, SlackApi& slack, Clock& clock, Outbox& outbox
)
    : gate_(gate), slack_(slack), clock_(clock), outbox_(outbox), waker_(io, clock) {}

void PeopleSync::stop() {
    stopping_ = true;
    waker_.wake();
}

store::Task<void> PeopleSync::run(policy::TeamId team) {
    auto next = clock_.now_ms();
    while (!stopping_) {
        if (clock_.now_ms() >= next) {
            bool whole = false;
            try {
                whole = co_await sync_once(team);
            } catch (const std::exception& broken) {
                spdlog::error("people: the database failed: {}", broken.what());
            }
            next = clock_.now_ms() + (whole ? std::chrono::milliseconds{hours{24}} : minutes{1});
        }
        if (!stopping_) co_await waker_.wait(next);
    }
}

store::Task<bool> PeopleSync::sync_once(const policy::TeamId& team) {
    std::string cursor;
    std::size_t users = 0;
    const auto now = clock_.now_ms();
    const auto at = std::chrono::floor<std::chrono::seconds>(now);
    do {
        const auto page = co_await slack_.users_list(cursor, page_size);
        if (!page) co_return false;
        auto work = [&](store::Tx& tx) {
            for (const auto& user : page->users)
                learn_user(tx, known_user(user, team, at), now);
        };
        co_await gate_.write(work, store::Lane::background);
        outbox_.wake();
        users += page->users.size();
        cursor = page->next_cursor;
    } while (!cursor.empty() && !stopping_);
    spdlog::info("people: {} Slack users read", users);
    co_return true;
}

}  // namespace bot
