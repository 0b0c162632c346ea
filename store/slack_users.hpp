// Slack's people, and which employee each of them is: matched by e-mail, never guessed (product.md
// section 2). A match is made whenever Slack tells of a user; who comes later in an import is known
// then.
#pragma once

#include <optional>
#include <variant>

#include "policy/model.hpp"
#include "store/gate.hpp"

namespace store {

// Why a Slack user is nobody of ours, or that they are somebody.
enum class SlackMatch {
    matched,
    unknown_email,  // no employee has it (kept: an import may bring them)
    no_email,       // Slack gave none
    bot,
    deleted,  // deactivated
    guest,
    stranger,  // of another workspace
    unconfirmed_email,
    second_user  // the employee has another, usable Slack user: administrators are to be told
};

// What became of a user that Slack told us of. `ended` is the employee whose match a change ended;
// `news` is false if we knew all that before (a second user is worth telling once).
struct SlackOutcome {
    SlackMatch match = SlackMatch::unknown_email;
    std::optional<policy::EmployeeId> employee = {};
    std::optional<policy::EmployeeId> ended = {};
    bool news = false;
};

// Stores a user as Slack tells it and matches anew. An older `updated` than the stored one changes
// nothing. An e-mail that Slack left out leaves the one we know.
SlackOutcome upsert_slack_user(Tx& tx, const policy::SlackUser& user);

// The stored user, matched or not.
std::optional<policy::SlackUser> find_slack_user(
    Tx& tx, const policy::TeamId& team, const policy::SlackUserId& user
);

// Who a click comes from.
struct KnownEmployee {
    policy::Employee employee;
};
struct TerminatedEmployee {
    policy::Employee employee;
};
// Nobody of ours. `why` is empty when Slack never told us of the user: ask users.info.
struct UnknownUser {
    std::optional<SlackMatch> why;
};
struct DeactivatedUser {};
struct GuestUser {};
struct OutsiderUser {};
using WhoIs = std::variant<
    KnownEmployee,
    TerminatedEmployee,
    UnknownUser,
    DeactivatedUser,
    GuestUser,
    OutsiderUser>;
WhoIs who_is(Tx& tx, const policy::TeamId& team, const policy::SlackUserId& user);

// Can a message reach an employee? `user` is set with reachable and deactivated. A deactivated user
// is matched to nobody and known by the address, so a new account of the same person takes over.
enum class Reach { reachable, deactivated, no_slack_user };
struct SlackContact {
    Reach reach = Reach::no_slack_user;
    std::optional<policy::SlackUser> user = {};
};
SlackContact slack_user_of(Tx& tx, policy::EmployeeId employee);
// True only if the employee's Slack user is known and deactivated.
bool is_deactivated(Tx& tx, policy::EmployeeId employee);

}  // namespace store
