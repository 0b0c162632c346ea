// The one table of settings: each key with its type, its range and the value it fills. Its defaults
// stand in settings.hpp, beside the values.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "bot/settings_value.hpp"

namespace bot {

// Fills the value of `owner` from `raw`; the reason if it cannot, else empty.
template <class Owner>
using Fill = std::function<std::string(Owner& owner, const RawValue& raw)>;

// Where a setting may stand.
enum class Place {
    file_and_variable,
    variable_only,  // a secret: never in the settings file, never shown
};

struct SettingRow {
    std::string_view name;  // as in the file: "reviews.due_after", "database"
    Fill<Settings> fill;
    Place place = Place::file_and_variable;
};

// Every setting but the integrations' tables, in the order that operators meet them.
const std::vector<SettingRow>& setting_rows();

struct IntegrationRow {
    std::string_view name;  // as in [integrations.NAME]
    Fill<IntegrationSettings> fill;
};
const std::vector<IntegrationRow>& integration_rows();

// The variable of a setting: "LATCHKEY_REVIEWS_DUE_AFTER", "SLACK_API_URL".
std::string variable_of(std::string_view name);

}  // namespace bot
