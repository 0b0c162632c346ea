// Slack's people, and which employee each of them is: matched by e-mail, never guessed (product.md
// section 2). A match is made whenever Slack tells of a user; who comes later in an import is known
// then.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

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
    std::optional<policy::EmployeeId> employee = {};  // matched, or whose second user it is
    std::optional<policy::EmployeeId> ended = {};
    bool news = false;
};

// Stores a user as Slack tells it and matches anew. An older `updated` than the stored one changes
// nothing. An e-mail that Slack left out leaves the one we know.
SlackOutcome upsert_slack_user(Tx& tx, const policy::SlackUser& user);

// Slack user `user` has the address of `employee`, who has another: noted once. The notice's id, or
// nothing if it was noted before.
struct SecondUser {
    std::int64_t id = 0;
    policy::SlackUserId user;
    policy::EmployeeId employee;
};
std::optional<std::int64_t> note_second_user(
    Tx& tx, const policy::SlackUser& user, policy::EmployeeId employee, policy::Instant now
);
std::optional<SecondUser> find_second_user(Tx& tx, std::int64_t id);

// A direct message of somebody whom we do not know yet, until it is answered.
struct UnansweredMessage {
    policy::TeamId team;
    policy::SlackUserId user;
    std::string ts;
    policy::Instant received_at;
};
void keep_unanswered(Tx& tx, const UnansweredMessage& message);
// All that wait, the oldest first.
std::vector<UnansweredMessage> unanswered_messages(Tx& tx);
void forget_unanswered(Tx& tx, const UnansweredMessage& message);

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

// Can a message reach an employee? `user` is set but for no_slack_user. A user who is deactivated
// or refused (a guest, an unconfirmed address) is matched to nobody and known by the address, so a
// new account of the same person takes over.
enum class Reach { reachable, deactivated, refused, no_slack_user };
struct SlackContact {
    Reach reach = Reach::no_slack_user;
    std::optional<policy::SlackUser> user = {};
};
SlackContact slack_user_of(Tx& tx, policy::EmployeeId employee);

}  // namespace store
