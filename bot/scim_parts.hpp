// What building and reading SCIM texts share: attributes are found without regard to case. For the
// .cpp files of bot/scim* only.
#pragma once

#include <rapidjson/document.h>

#include <algorithm>
#include <string>
#include <string_view>

namespace bot::scim {

inline char lower(char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

inline bool same_name(std::string_view a, std::string_view b) {
    return std::equal(a.begin(), a.end(), b.begin(), b.end(), [](char x, char y) {
        return lower(x) == lower(y);
    });
}

// An attribute that is there and not null.
inline const rapidjson::Value* attribute(const rapidjson::Value& object, std::string_view name) {
    if (!object.IsObject()) return nullptr;
    for (const auto& member : object.GetObject()) {
        const std::string_view given{member.name.GetString(), member.name.GetStringLength()};
        if (same_name(given, name)) return member.value.IsNull() ? nullptr : &member.value;
    }
    return nullptr;
}

// A string, empty if there is none.
inline std::string text(const rapidjson::Value& object, std::string_view name) {
    const auto* value = attribute(object, name);
    if (value == nullptr || !value->IsString()) return {};
    return {value->GetString(), value->GetStringLength()};
}

}  // namespace bot::scim
