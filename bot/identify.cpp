#include "bot/identify.hpp"

#include "store/slack_users.hpp"

namespace bot {
namespace {

struct Sort {
    Who operator()(const store::KnownEmployee& known) const { return known.employee; }
    Who operator()(const store::TerminatedEmployee&) const { return blocks::Refusal::terminated; }
    Who operator()(const store::UnknownUser&) const { return blocks::Refusal::unknown; }
    Who operator()(const store::DeactivatedUser&) const { return blocks::Refusal::deactivated; }
    Who operator()(const store::GuestUser&) const { return blocks::Refusal::guest; }
    Who operator()(const store::OutsiderUser&) const { return blocks::Refusal::outsider; }
};

}  // namespace

Who identify(store::Tx& tx, const policy::TeamId& team, const policy::SlackUserId& user) {
    const auto who = store::who_is(tx, team, user);
    return std::visit(Sort{}, who);
}

}  // namespace bot
