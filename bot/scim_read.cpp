#include <stdexcept>

#include "bot/json_read.hpp"
#include "bot/scim.hpp"
#include "bot/scim_parts.hpp"

namespace bot::scim {
namespace {

using json::Value;

// A server's own words are shown to people: so long, and without what breaks a line.
constexpr std::size_t longest_detail = 300;

std::string one_line(std::string text) {
    for (auto& c : text) {
        if (static_cast<unsigned char>(c) < 0x20) c = ' ';
    }
    if (text.size() <= longest_detail) return text;
    auto end = longest_detail;
    while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0) == 0x80)
        --end;
    return text.substr(0, end) + "…";
}

Error not_scim(std::string why) {
    Error error;
    error.detail = std::move(why);
    return error;
}

bool truth(const Value& object, std::string_view name, bool otherwise) {
    const auto* value = attribute(object, name);
    if (value == nullptr) return otherwise;
    if (value->IsBool()) return value->GetBool();
    if (value->IsString()) return same_name(value->GetString(), "true");
    return otherwise;
}

std::optional<std::int64_t> number(const Value& object, std::string_view name) {
    const auto* value = attribute(object, name);
    if (value == nullptr || !value->IsInt64()) return std::nullopt;
    return value->GetInt64();
}

// Calls `read` with the answer as an object.
template <class T, class Read>
Result<T> read_object(const std::string& body, Read read) {
    auto text = body;
    json::Parser parser;
    const auto* parsed = parser.parse(text.data(), text.size());
    if (parsed == nullptr || !parsed->IsObject()) return not_scim("the answer is no JSON object");
    return read(*parsed);
}

std::string etag(const Value& resource) {
    const auto* meta = attribute(resource, "meta");
    return meta ? text(*meta, "version") : "";
}

void read_emails(const Value& resource, User& user) {
    const auto* emails = attribute(resource, "emails");
    if (emails == nullptr || !emails->IsArray()) return;
    bool primary = false;
    for (const auto& email : emails->GetArray()) {
        auto address = email.IsString() ? std::string(email.GetString()) : text(email, "value");
        if (address.empty()) continue;
        const bool first = user.emails.empty();
        const bool marked = !primary && !email.IsString() && truth(email, "primary", false);
        if (first || marked) user.email = address;
        primary = primary || marked;
        user.emails.push_back(std::move(address));
    }
}

std::string shown_name(const Value& user) {
    auto name = text(user, "displayName");
    if (!name.empty()) return name;
    const auto* parts = attribute(user, "name");
    if (parts == nullptr) return {};
    name = text(*parts, "formatted");
    if (!name.empty()) return name;
    const auto given = text(*parts, "givenName");
    const auto family = text(*parts, "familyName");
    return given.empty() || family.empty() ? given + family : given + " " + family;
}

Result<User> user_of(const Value& resource) {
    User user;
    user.id = text(resource, "id");
    user.user_name = text(resource, "userName");
    if (user.id.empty()) return not_scim("a user without an id");
    read_emails(resource, user);
    user.name = shown_name(resource);
    user.external_id = text(resource, "externalId");
    user.active = truth(resource, "active", true);
    user.etag = etag(resource);
    return user;
}

Result<Group> group_of(const Value& resource) {
    Group group;
    group.id = text(resource, "id");
    group.display_name = text(resource, "displayName");
    if (group.id.empty()) return not_scim("a group without an id");
    group.etag = etag(resource);
    const auto* members = attribute(resource, "members");
    if (members == nullptr || !members->IsArray()) return group;
    group.members.emplace();
    for (const auto& member : members->GetArray()) {
        group.members->push_back(
            {text(member, "value"), text(member, "type"), text(member, "display")}
        );
    }
    return group;
}

template <class Resource, class Read>
Result<Page<Resource>> read_page(const std::string& body, Read read) {
    return read_object<Page<Resource>>(body, [&](const Value& list) -> Result<Page<Resource>> {
        Page<Resource> page;
        const auto* resources = attribute(list, "Resources");
        const auto total = number(list, "totalResults");
        // Some servers leave an empty list out; without a total nothing tells an end from a part.
        if (!total || *total < 0) return not_scim("a list without totalResults");
        page.total = *total;
        page.start = number(list, "startIndex").value_or(1);
        if (resources == nullptr) return page;
        if (!resources->IsArray()) return not_scim("Resources is no list");
        for (const auto& resource : resources->GetArray()) {
            auto one = read(resource);
            if (!one) return one.error();
            page.resources.push_back(*std::move(one));
        }
        return page;
    });
}

// What went wrong in the server's own words: as RFC 7644 says (`detail`), or as servers that do not
// keep to it say it, in an object or a list of their own.
std::string words_of(const Value& said, int depth = 0) {
    if (said.IsString()) return said.GetString();
    if (depth > 3) return "";
    if (said.IsArray()) return said.Empty() ? "" : words_of(*said.Begin(), depth + 1);
    if (!said.IsObject()) return "";
    for (const auto* name : {"detail", "description", "message", "error", "Errors"}) {
        const auto* value = attribute(said, name);
        auto words = value == nullptr ? std::string() : words_of(*value, depth + 1);
        if (!words.empty()) return words;
    }
    return "";
}

Fault fault_of(int status) {
    switch (status) {
        case 401:
        case 403:
            return Fault::unauthorized;
        case 404:
            return Fault::not_found;
        case 405:
        case 501:
            return Fault::unsupported;
        case 409:
            return Fault::conflict;
        case 412:
            return Fault::stale;
        case 408:
        case 425:
        case 429:
        case 503:
            return Fault::busy;
        default:
            break;
    }
    if (status >= 500) return Fault::broken;
    return status >= 400 ? Fault::refused : Fault::not_scim;
}

}  // namespace

void throw_exception_from_error(const Error& error, const boost::source_location&) {
    throw std::runtime_error{
        "no SCIM answer: " + std::to_string(error.status) + " " + error.detail};
}

bool may_pass(Fault fault) {
    switch (fault) {
        case Fault::unreachable:
        case Fault::no_answer:
        case Fault::busy:
        case Fault::stale:
        case Fault::broken:
        case Fault::not_scim:
            return true;
        case Fault::unauthorized:
        case Fault::not_found:
        case Fault::conflict:
        case Fault::unsupported:
        case Fault::refused:
            return false;
    }
    return false;
}

Result<ProviderConfig> read_provider_config(const std::string& body) {
    return read_object<ProviderConfig>(body, [](const Value& given) -> Result<ProviderConfig> {
        ProviderConfig config;
        if (const auto* patch = attribute(given, "patch"))
            config.patch = truth(*patch, "supported", true);
        if (const auto* etags = attribute(given, "etag"))
            config.etag = truth(*etags, "supported", false);
        if (const auto* filter = attribute(given, "filter")) {
            config.filter = truth(*filter, "supported", true);
            const auto most = number(*filter, "maxResults");
            if (most && *most > 0) config.most_results = most;
        }
        return config;
    });
}

Result<User> read_user(const std::string& body) {
    return read_object<User>(body, user_of);
}

Result<GroupDocument> read_group(const std::string& body) {
    return read_object<GroupDocument>(body, [&](const Value& given) -> Result<GroupDocument> {
        auto group = group_of(given);
        if (!group) return group.error();
        return GroupDocument{*std::move(group), body};
    });
}

Result<UserPage> read_users(const std::string& body) {
    return read_page<User>(body, user_of);
}

Result<GroupPage> read_groups(const std::string& body) {
    return read_page<Group>(body, group_of);
}

Error error_of(const HttpAnswer& answer) {
    Error error;
    error.fault = fault_of(answer.status);
    error.status = answer.status;
    error.retry_after = answer.retry_after;
    auto body = answer.body;
    json::Parser parser;
    const auto* parsed = parser.parse(body.data(), body.size());
    if (parsed != nullptr && parsed->IsObject()) {
        error.scim_type = text(*parsed, "scimType");
        error.detail = one_line(words_of(*parsed));
    }
    return error;
}

Error error_of(const TransportError& fault) {
    Error error;
    error.fault = fault.maybe_done ? Fault::no_answer : Fault::unreachable;
    error.detail = one_line(fault.detail);
    return error;
}

}  // namespace bot::scim
