// SCIM 2.0 (RFC 7643/7644) as values: what we ask of an application's endpoint, and what it
// answers. Pure: texts in, values out. bot/scim_client.hpp carries them over the network.
#pragma once

#include <boost/system/result.hpp>
#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "bot/https_client.hpp"

namespace bot::scim {

// What the server says it can do. What it does not say counts as possible: a call will show.
struct ProviderConfig {
    bool patch = true;
    bool filter = true;
    bool etag = false;
    std::optional<std::int64_t> most_results;  // of one page
};

struct User {
    std::string id;
    std::string user_name;
    std::string email;                // the primary one, else the first; as written
    std::vector<std::string> emails;  // all of them
    std::string name;                 // to show; may be empty
    std::string external_id;
    bool active = true;
    std::string etag;
};

struct Member {
    std::string id;
    std::string type;  // "User", "Group"; empty where the server does not say
    std::string name;  // to show; may be empty
};

struct Group {
    std::string id;
    std::string display_name;
    std::optional<std::vector<Member>> members;  // none: the server did not list them
    std::string etag;
};

// A group with the very text that the server sent: what a PUT must send back but for the change.
struct GroupDocument {
    Group group;
    std::string text;
};

// Part of a list (RFC 7644 3.4.2.4). Indices count from 1.
template <class Resource>
struct Page {
    std::vector<Resource> resources;
    std::int64_t total = 0;
    std::int64_t start = 1;

    // Where the next page starts; nothing after the last one.
    std::optional<std::int64_t> next() const {
        const auto next = start + static_cast<std::int64_t>(resources.size());
        if (resources.empty() || next > total) return std::nullopt;
        return next;
    }
};
using UserPage = Page<User>;
using GroupPage = Page<Group>;

enum class Fault {
    unreachable,   // it was not sent: no such host, refused, no trust, no time
    no_answer,     // it was sent, and may have been done
    busy,          // 408, 425, 429 or 503
    unauthorized,  // 401 or 403
    not_found,     // 404
    conflict,      // 409: there is one already
    stale,         // 412: it was changed meanwhile
    unsupported,   // 405 or 501
    refused,       // any other 4xx
    broken,        // any other 5xx
    not_scim,      // the answer is not what the standard says
};

struct Error {
    Fault fault = Fault::not_scim;
    int status = 0;  // of HTTP; 0 without an answer
    std::optional<std::chrono::seconds> retry_after;
    std::string scim_type;  // "uniqueness", "invalidPath" …, as the server says
    std::string detail;     // the server's own words, shortened, or of what went wrong on the way
};

template <class T>
using Result = boost::system::result<T, Error>;

// What result::value() throws where an error is a bug of the caller (tests).
[[noreturn]] void throw_exception_from_error(
    const Error& error, const boost::source_location& where
);

// Whether the same may work later, with nobody doing anything.
bool may_pass(Fault fault);

// "userName eq \"ann\"", with quotes and backslashes escaped.
std::string equals(std::string_view attribute, std::string_view value);

// "?filter=…&startIndex=1&count=100", percent-encoded. A count of 0 leaves it to the server.
struct ListQuery {
    std::string filter = {};
    std::int64_t start = 1;
    std::int64_t count = 0;
};
std::string query_text(const ListQuery& query);
// A part of a path, percent-encoded.
std::string encoded(std::string_view text);

// Bodies.
struct NewUser {
    std::string user_name;
    std::string email;
    std::string name;
    std::string external_id;
};
std::string new_user_body(const NewUser& user);
std::string add_member_body(const std::string& user_id);
std::string remove_member_body(const std::string& user_id);
// The group as it was sent, with this member or without; nothing if it is not an object. Members
// that are not listed count as none: with_members() before, lest they are lost.
std::optional<std::string> group_with_member(const GroupDocument& group, const std::string& user);
std::optional<std::string> group_without_member(
    const GroupDocument& group, const std::string& user
);

// The group with the members of another answer about it; nothing if that does not list them either.
std::optional<GroupDocument> with_members(const GroupDocument& group, const GroupDocument& listed);

// Nothing if the group's members were not listed.
std::optional<bool> has_member(const Group& group, const std::string& user_id);

// Answers. Attributes are found without regard to case, as the standard has it.
Result<ProviderConfig> read_provider_config(const std::string& body);
Result<User> read_user(const std::string& body);
Result<GroupDocument> read_group(const std::string& body);
Result<UserPage> read_users(const std::string& body);
Result<GroupPage> read_groups(const std::string& body);

// What became of a call whose answer is not a success.
Error error_of(const HttpAnswer& answer);
Error error_of(const TransportError& fault);

}  // namespace bot::scim
