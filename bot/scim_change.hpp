// One change through SCIM, from the look to the proof: finds the user (or makes one) and the group,
// looks whether anything is to be done, does it, and looks again. Whatever came before, a
// repetition changes nothing twice.
#pragma once

#include <functional>
#include <string>

#include "bot/fulfil_attempt.hpp"
#include "bot/scim_client.hpp"

namespace bot {

struct ScimWish {
    bool add = true;          // into the group, else out of it
    std::string application;  // as people call it
    std::string username;     // empty where the account is not known yet
    std::string email;
    std::string name;  // for a new user
    bool may_create = false;
    std::string group_name;
    std::string group_id;  // as it was found before; may be empty
    // The group is known by its name alone: one with that id and another name is not it.
    bool group_by_name = false;
    std::string user_id = {};  // as it was found before; may be empty
    // Why an account that was found cannot be the one that is meant; empty: it can. May be none.
    std::function<store::Task<std::string>(const NamedAccount&)> objection = {};
};

// A pattern of the settings filled in: "{resource}-{privilege}".
std::string group_name(
    std::string pattern,
    const std::string& resource,
    const std::string& privilege,
    const std::string& project
);

// `config`: what the server says it can do.
store::Task<Attempt> scim_change(
    ScimClient& client, const scim::ProviderConfig& config, const ScimWish& wish
);

// What went wrong, in a sentence for people. A call that only looks has changed nothing, however it
// ended.
enum class CallKind { looks, changes };
Attempt attempt_of(
    const scim::Error& error, const std::string& application, CallKind kind = CallKind::changes
);

}  // namespace bot
