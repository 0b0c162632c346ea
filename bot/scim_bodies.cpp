#include <rapidjson/document.h>
#include <rapidjson/stringbuffer.h>
#include <rapidjson/writer.h>

#include <algorithm>

#include "bot/json_read.hpp"
#include "bot/json_write.hpp"
#include "bot/scim.hpp"
#include "bot/scim_parts.hpp"

namespace bot::scim {
namespace {

constexpr auto user_schema = "urn:ietf:params:scim:schemas:core:2.0:User";
constexpr auto patch_schema = "urn:ietf:params:scim:api:messages:2.0:PatchOp";

void schemas(JsonText& json, const char* schema) {
    json.begin_array("schemas");
    json.value(schema);
    json.end_array();
}

// The group's document with its members changed by `change`, and without what only the server
// sets.
template <class Change>
std::optional<std::string> changed_group(const GroupDocument& group, Change change) {
    auto text = group.text;
    json::Parser parser;
    const auto* parsed = parser.parse(text.data(), text.size());
    if (parsed == nullptr || !parsed->IsObject()) return std::nullopt;
    rapidjson::Document copy;
    copy.CopyFrom(*parsed, copy.GetAllocator());
    rapidjson::Value members(rapidjson::kArrayType);
    for (auto at = copy.MemberBegin(); at != copy.MemberEnd();) {
        const std::string_view name{at->name.GetString(), at->name.GetStringLength()};
        if (same_name(name, "members")) {
            if (at->value.IsArray()) members = at->value;
            at = copy.EraseMember(at);
        } else if (same_name(name, "meta")) {
            at = copy.EraseMember(at);
        } else {
            ++at;
        }
    }
    change(members, copy.GetAllocator());
    copy.AddMember("members", members, copy.GetAllocator());
    rapidjson::StringBuffer buffer;
    rapidjson::Writer<rapidjson::StringBuffer> writer{buffer};
    copy.Accept(writer);
    return std::string{buffer.GetString(), buffer.GetSize()};
}

bool is_member(const rapidjson::Value& member, const std::string& user) {
    return text(member, "value") == user;
}

}  // namespace

std::string equals(std::string_view attribute, std::string_view value) {
    std::string filter{attribute};
    filter += " eq \"";
    for (const char c : value) {
        if (c == '"' || c == '\\') filter += '\\';
        filter += c;
    }
    return filter + "\"";
}

std::string encoded(std::string_view text) {
    constexpr std::string_view digits = "0123456789ABCDEF";
    std::string out;
    for (const char c : text) {
        const auto byte = static_cast<unsigned char>(c);
        const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
                           (c >= '0' && c <= '9') || c == '-' || c == '.' || c == '_' || c == '~';
        if (plain) {
            out += c;
        } else {
            out += '%';
            out += digits[byte >> 4];
            out += digits[byte & 15];
        }
    }
    return out;
}

std::string query_text(const ListQuery& query) {
    std::string text = "?startIndex=" + std::to_string(query.start);
    if (query.count > 0) text += "&count=" + std::to_string(query.count);
    if (!query.filter.empty()) text += "&filter=" + encoded(query.filter);
    return text;
}

std::string new_user_body(const NewUser& user) {
    JsonText json;
    json.begin_object();
    schemas(json, user_schema);
    json.field("userName", user.user_name);
    if (!user.external_id.empty()) json.field("externalId", user.external_id);
    if (!user.name.empty()) {
        json.field("displayName", user.name);
        // Many servers want both halves of the name; the last word is the family's.
        const auto space = user.name.rfind(' ');
        json.begin_object("name");
        json.field("formatted", user.name);
        json.field("givenName", user.name.substr(0, space));
        json.field("familyName", space == std::string::npos ? "" : user.name.substr(space + 1));
        json.end_object();
    }
    if (!user.email.empty()) {
        json.begin_array("emails");
        json.begin_object();
        json.field("value", user.email);
        json.field("type", "work");
        json.field("primary", true);
        json.end_object();
        json.end_array();
    }
    json.field("active", true);
    json.end_object();
    return json.text();
}

std::string add_member_body(const std::string& user_id) {
    JsonText json;
    json.begin_object();
    schemas(json, patch_schema);
    json.begin_array("Operations");
    json.begin_object();
    json.field("op", "add");
    json.field("path", "members");
    json.begin_array("value");
    json.begin_object();
    json.field("value", user_id);
    json.end_object();
    json.end_array();
    json.end_object();
    json.end_array();
    json.end_object();
    return json.text();
}

std::string remove_member_body(const std::string& user_id) {
    JsonText json;
    json.begin_object();
    schemas(json, patch_schema);
    json.begin_array("Operations");
    json.begin_object();
    json.field("op", "remove");
    json.field("path", "members[" + equals("value", user_id) + "]");
    json.end_object();
    json.end_array();
    json.end_object();
    return json.text();
}

std::optional<std::string> group_with_member(const GroupDocument& group, const std::string& user) {
    return changed_group(group, [&](rapidjson::Value& members, auto& memory) {
        for (const auto& member : members.GetArray()) {
            if (is_member(member, user)) return;
        }
        rapidjson::Value id(user.data(), static_cast<rapidjson::SizeType>(user.size()), memory);
        rapidjson::Value member(rapidjson::kObjectType);
        member.AddMember("value", id, memory);
        members.PushBack(member, memory);
    });
}

std::optional<std::string> group_without_member(
    const GroupDocument& group, const std::string& user
) {
    return changed_group(group, [&](rapidjson::Value& members, auto&) {
        for (auto at = members.Begin(); at != members.End();)
            at = is_member(*at, user) ? members.Erase(at) : at + 1;
    });
}

std::optional<GroupDocument> with_members(const GroupDocument& group, const GroupDocument& listed) {
    if (!listed.group.members) return std::nullopt;
    auto text = listed.text;
    json::Parser parser;
    const auto* parsed = parser.parse(text.data(), text.size());
    const auto* found = parsed == nullptr ? nullptr : attribute(*parsed, "members");
    if (found == nullptr) return std::nullopt;
    const auto whole = changed_group(group, [&](rapidjson::Value& members, auto& memory) {
        members.CopyFrom(*found, memory);
    });
    if (!whole) return std::nullopt;
    GroupDocument both{group.group, *whole};
    both.group.members = listed.group.members;
    return both;
}

std::optional<bool> has_member(const Group& group, const std::string& user_id) {
    if (!group.members) return std::nullopt;
    return std::any_of(group.members->begin(), group.members->end(), [&](const Member& member) {
        return member.id == user_id;
    });
}

}  // namespace bot::scim
