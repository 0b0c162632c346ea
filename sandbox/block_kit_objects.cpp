// The small objects that elements and blocks consist of, and the texts that stand for numbers and
// dates.
#include "sandbox/block_kit_objects.hpp"

#include <cctype>

namespace sandbox::rules {

namespace {

bool digits_as(std::string_view text, std::string_view pattern) {
    if (text.size() != pattern.size()) return false;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const bool digit = std::isdigit(static_cast<unsigned char>(text[i]));
        if (pattern[i] == '0' ? !digit : text[i] != pattern[i]) return false;
    }
    return true;
}

int two_digits(std::string_view text) {
    return (text[0] - '0') * 10 + (text[1] - '0');
}

bool is_date(std::string_view text) {
    if (!digits_as(text, "0000-00-00")) return false;
    const int month = two_digits(text.substr(5, 2));
    const int day = two_digits(text.substr(8, 2));
    return month >= 1 && month <= 12 && day >= 1 && day <= 31;
}

bool is_time(std::string_view text) {
    return digits_as(text, "00:00") && two_digits(text) < 24 && two_digits(text.substr(3)) < 60;
}

bool is_number(std::string_view text) {
    if (text.starts_with('-')) text.remove_prefix(1);
    const std::size_t point = text.find('.');
    const std::string_view whole = text.substr(0, point);
    const std::string_view rest = point == text.npos ? "0" : text.substr(point + 1);
    auto digits = [](std::string_view part) {
        return !part.empty() && part.find_first_not_of("0123456789") == part.npos;
    };
    return digits(whole) && digits(rest);
}

}  // namespace

Rule option(bool mrkdwn, bool url) {
    std::vector<Field> fields{
        required("text", mrkdwn ? any_text(75) : plain_text(75)),
        required("value", string(1, 150)),
        optional("description", mrkdwn ? any_text(75) : plain_text(75))};
    if (url) fields.push_back(optional("url", string(1, 3000)));
    return shape(std::move(fields));
}

Rule confirm() {
    return shape(
        {required("title", plain_text(100)),
         required("text", any_text(300)),
         required("confirm", plain_text(30)),
         required("deny", plain_text(30)),
         optional("style", one_of({"primary", "danger"}))}
    );
}

Rule dispatch_config() {
    return shape({optional(
        "trigger_actions_on", list(1, 2, one_of({"on_enter_pressed", "on_character_entered"}))
    )});
}

Rule conversation_filter() {
    Rule fields = shape(
        {optional("include", list(1, 4, one_of({"im", "mpim", "private", "public"}))),
         optional("exclude_external_shared_channels", boolean()),
         optional("exclude_bot_users", boolean())}
    );
    Rule not_empty = [](const Json& value, const std::string& pointer, BlockFaults& faults) {
        if (value.is_object() && value.empty())
            report(faults, pointer, "must provide at least one of its fields");
    };
    return both(std::move(fields), std::move(not_empty));
}

Rule date() {
    return matching(is_date, "a date (YYYY-MM-DD)");
}

Rule time_of_day() {
    return matching(is_time, "a time (HH:mm)");
}

Rule number_text() {
    return matching(is_number, "a number written as a string");
}

Rule image_element() {
    return both(
        shape(
            {required("type", one_of({"image"})),
             optional("image_url", string(1, 3000)),
             optional("slack_file", slack_file()),
             required("alt_text", string(1, 2000))}
        ),
        exactly_one("image_url", "slack_file")
    );
}

Rule slack_file() {
    return both(
        shape({optional("id", string(1, 255)), optional("url", string(1, 3000))}),
        exactly_one("id", "url")
    );
}

Rule select_options() {
    return list(1, 100, option(false, false));
}

Rule select_option_groups() {
    return list(
        1, 100, shape({required("label", plain_text(75)), required("options", select_options())})
    );
}

}  // namespace sandbox::rules
