// The ids of our nouns, each a type of its own so that mixing two up does not compile,
// and the instants and durations that every pure function takes.
#pragma once

#include <chrono>
#include <compare>
#include <cstdint>
#include <functional>
#include <string>

namespace policy {

// A row id of one kind of thing. `Tag` only tells the kinds apart.
template <class Tag>
struct Id {
    std::int64_t value = 0;

    auto operator<=>(const Id&) const = default;
    explicit operator bool() const { return value != 0; }
};

using EmployeeId = Id<struct EmployeeTag>;
using IntegrationId = Id<struct IntegrationTag>;
using ResourceId = Id<struct ResourceTag>;
using ConnectionId = Id<struct ConnectionTag>;
using IdentityId = Id<struct IdentityTag>;
using RequestId = Id<struct RequestTag>;
using ItemId = Id<struct ItemTag>;
using ReviewId = Id<struct ReviewTag>;
using TaskId = Id<struct TaskTag>;
using MessageId = Id<struct MessageTag>;
using DraftId = Id<struct DraftTag>;

// A Slack user id ("U…", "W…"): opaque, never validated by prefix.
struct SlackUserId {
    std::string value;
    auto operator<=>(const SlackUserId&) const = default;
};

// A Slack workspace id ("T…").
struct TeamId {
    std::string value;
    auto operator<=>(const TeamId&) const = default;
};

// Whole seconds since the epoch, UTC: the unit of every instant in a column.
using Instant = std::chrono::sys_seconds;
using Seconds = std::chrono::seconds;

// An instant from its column.
Instant instant(std::int64_t seconds_since_epoch);
// A column's integer from an instant.
std::int64_t seconds_since_epoch(Instant at);

}  // namespace policy

template <class Tag>
struct std::hash<policy::Id<Tag>> {
    std::size_t operator()(policy::Id<Tag> id) const noexcept {
        return std::hash<std::int64_t>{}(id.value);
    }
};
