// The nouns of the directory as plain values: who works here, what can be granted, who holds it.
// Standard library only, so that every room can speak of the same things.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "policy/ids.hpp"
#include "policy/reason_rule.hpp"

namespace policy {

// What a person may do beyond requesting, which everyone may.
enum class Role { reviewer, risk_manager, administrator };

// The word in columns ("risk_manager" …), and back.
std::string_view word(Role role);
std::optional<Role> role(std::string_view word);

// A person of the company. `email` is lower-case and the key.
struct Employee {
    EmployeeId id;
    std::string email;
    std::string name;
    std::string department;
    std::string title;
    std::optional<EmployeeId> manager;
    bool active = true;  // false: terminated

    bool operator==(const Employee&) const = default;
};

// A connected application.
struct Integration {
    IntegrationId id;
    std::string name;
    std::string external_id;  // empty where no file has told it
    std::string description;

    bool operator==(const Integration&) const = default;
};

// One thing that can be granted. `resource` is empty where it is the whole application.
struct Connection {
    ConnectionId id;
    IntegrationId integration;
    std::string integration_name;
    std::string project;
    std::string resource_type;
    std::string resource;
    std::string privilege;
    bool privileged = false;
    bool requestable = true;
    std::optional<Seconds> longest_duration = {};  // none: as the settings say
    ReasonRule reason_rule = {};
    bool type_tells = false;  // another one differs in its resource type alone

    bool operator==(const Connection&) const = default;
};

// What is granted in its application: "orders-db", "prod/orders-db", "project prod"; with the type
// of the resource where nothing else tells two of them apart.
std::string place(
    const std::string& project, const std::string& resource, const std::string& told_type
);
// Of a connection, and of every row that names one.
template <class What>
std::string place(const What& what) {
    return place(what.project, what.resource, what.type_tells ? what.resource_type : std::string{});
}

// How an identity belongs to its employee: it is them, or it is a service account they answer for.
enum class Relation { is, owns };

std::string_view word(Relation relation);
std::optional<Relation> relation(std::string_view word);

// An account in an application.
struct Identity {
    IdentityId id;
    IntegrationId integration;
    std::string external_id;  // the application's own id, empty until known
    std::string username;
    std::string email;
    std::string name;
    std::optional<EmployeeId> employee;
    Relation relation = Relation::is;

    bool operator==(const Identity&) const = default;
};

// What an item asks for. One request is one or the other.
enum class Action { grant, revoke };

// The word in columns ("GRANT", "REVOKE"), and back.
std::string_view word(Action action);
std::optional<Action> action(std::string_view word);

// Like whom access is asked for: a colleague, the holders of a job title, or nobody.
enum class AccessLike { person, title, custom };

// The word in columns ("person" …), and back.
std::string_view word(AccessLike like);
std::optional<AccessLike> access_like(std::string_view word);

// An identity holds a connection, since when, until when, from which request.
struct Grant {
    IdentityId identity;
    ConnectionId connection;
    Instant granted_at;
    std::optional<Instant> expires_at = {};
    std::optional<RequestId> request = {};
    std::optional<Instant> last_used_at = {};

    bool operator==(const Grant&) const = default;
};

// A Slack user cut down to what decides who someone is. `email` is empty where Slack gave none.
struct SlackUser {
    TeamId team;
    SlackUserId user;
    std::string email;
    std::string name;   // as shown in Slack
    std::string tz;     // IANA name, may be empty
    int tz_offset = 0;  // seconds east of UTC
    bool deleted = false;
    bool bot = false;       // also apps and Slackbot
    bool guest = false;     // restricted or ultra restricted
    bool stranger = false;  // of another workspace
    std::optional<bool> email_confirmed = {};
    Instant updated;  // Slack's own time of the last change

    bool operator==(const SlackUser&) const = default;
};

}  // namespace policy
