// What people click, choose and type in. Each kind is a type of its own, and the blocks take only
// the kinds that Slack allows there, so that a misplaced element does not compile.
#pragma once

#include <concepts>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "blocks/text.hpp"

namespace blocks {

// A serialized piece of Block Kit. `Tag` tells the kinds apart.
template <class Tag>
class Piece {
 public:
    explicit Piece(std::string json) : json_{std::move(json)} {}
    const std::string& json() const { return json_; }

    bool operator==(const Piece&) const = default;

 private:
    std::string json_;
};

using Confirm = Piece<struct ConfirmTag>;
using Button = Piece<struct ButtonTag>;
using Select = Piece<struct SelectTag>;  // static or external
using MultiSelect = Piece<struct MultiSelectTag>;
using Checkboxes = Piece<struct CheckboxesTag>;
using RadioButtons = Piece<struct RadioButtonsTag>;
using Overflow = Piece<struct OverflowTag>;
using DatetimePicker = Piece<struct DatetimePickerTag>;
using TextInput = Piece<struct TextInputTag>;

// One of several kinds of element.
template <class... Kinds>
class AnyOf {
 public:
    template <class T>
    requires(std::same_as<T, Kinds> || ...) AnyOf(const T& element) : json_{element.json()} {}
    const std::string& json() const { return json_; }

 private:
    std::string json_;
};

using ActionElement = AnyOf<Button, Select, Checkboxes, RadioButtons, Overflow, DatetimePicker>;
using InputElement =
    AnyOf<TextInput, Select, MultiSelect, Checkboxes, RadioButtons, DatetimePicker>;
using Accessory = AnyOf<Button, Select, Checkboxes, RadioButtons, Overflow>;

enum class Style { normal, primary, danger };

// The question before a click counts: title <= 100, text <= 300, both buttons <= 30 units.
Confirm confirm(
    const Plain& title, const Plain& text, const Plain& yes, const Plain& no, Style style = {}
);

struct ButtonSettings {
    std::string value = {};  // a key
    Style style = Style::normal;
    std::string url = {};  // opens it; the click is sent all the same
    std::optional<Confirm> confirm = {};
    Plain accessibility_label = {};  // where the text lacks its context
};
Button button(std::string_view action_id, const Plain& text, const ButtonSettings& settings = {});

// A choice. The value is a key of ours, at most 75 units: a longer one throws.
struct Option {
    Plain text;
    std::string value;
    Plain description = {};

    bool operator==(const Option&) const = default;
};

struct SelectSettings {
    std::optional<Option> initial = {};
    Plain placeholder = {};
};
// 1 to 100 options; more throws, so the caller pages.
Select static_select(
    std::string_view action_id, const std::vector<Option>& options, const SelectSettings& = {}
);

struct ExternalSettings {
    std::optional<Option> initial = {};
    Plain placeholder = {};
    int min_query_length = 1;
};
Select external_select(std::string_view action_id, const ExternalSettings& settings = {});

struct MultiSettings {
    std::vector<Option> initial = {};  // at most 100
    Plain placeholder = {};
    int min_query_length = 1;
};
// Several of a search list.
MultiSelect multi_external_select(std::string_view action_id, const MultiSettings& settings = {});

// 1 to 10 boxes; `ticked` are values of options.
Checkboxes checkboxes(
    std::string_view action_id,
    const std::vector<Option>& options,
    const std::vector<std::string>& ticked = {}
);
// 1 to 10 options; `chosen` is the value of one, or empty.
RadioButtons radio_buttons(
    std::string_view action_id, const std::vector<Option>& options, std::string_view chosen = {}
);
// 1 to 5 options.
Overflow overflow(std::string_view action_id, const std::vector<Option>& options);

DatetimePicker datetimepicker(
    std::string_view action_id, std::optional<policy::Instant> initial = {}
);

struct TextSettings {
    bool multiline = false;
    int min_length = 0;
    int max_length = 1000;  // at most 3,000
    std::string initial = {};
    Plain placeholder = {};
};
TextInput plain_text_input(std::string_view action_id, const TextSettings& settings = {});

}  // namespace blocks
