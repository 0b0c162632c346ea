// Blocks and surfaces, one function per kind; each limit stands as the sheet writes it.
#include "tests/blocks/limits.hpp"

#include "tests/blocks/limits_elements.hpp"

namespace limits {

namespace {

class Checker : public Elements {
 public:
    explicit Checker(bool in_message) : in_message_{in_message} {}

    void block(const Value& value) {
        if (!value.IsObject()) return bad("block is not an object");
        const auto type = string_at(value, "type");
        const Within within{*this, type + " " + string_at(value, "block_id")};
        actions_.clear();
        length(value, "block_id", 1, 255);
        const auto id = string_at(value, "block_id");
        if (!id.empty() && !block_ids_.insert(id).second) bad("block_id twice");
        static const std::map<std::string, void (Checker::*)(const Value&)> kinds{
            {"section", &Checker::section},
            {"header", &Checker::header},
            {"context", &Checker::context},
            {"divider", &Checker::divider},
            {"actions", &Checker::actions},
            {"input", &Checker::input},
            {"image", &Checker::image}};
        const auto kind = kinds.find(type);
        if (kind == kinds.end()) return bad("unknown block");
        (this->*kind->second)(value);
    }

    void blocks(const Value* list, std::size_t most) {
        if (!list || !list->IsArray()) return bad("no blocks");
        if (list->Empty() || list->Size() > most) bad(std::to_string(list->Size()) + " blocks");
        for (const auto& one : list->GetArray())
            block(one);
    }

    void view(const Value& value, std::size_t bytes) {
        if (!value.IsObject()) return bad("not an object");
        const auto type = string_at(value, "type");
        if (bytes > 250'000) bad(std::to_string(bytes) + " bytes");
        const Keys common{"private_metadata", "callback_id", "external_id"};
        if (type == "modal") {
            auto optional = common;
            optional.insert({"submit", "close", "clear_on_close", "notify_on_close"});
            keys(value, {"type", "title", "blocks"}, optional);
            plain(value, "title", 24);
            plain(value, "submit", 24);
            plain(value, "close", 24);
            boolean(value, "clear_on_close");
            boolean(value, "notify_on_close");
        } else if (type == "home") {
            keys(value, {"type", "blocks"}, common);
        } else {
            bad("type " + type);
        }
        length(value, "private_metadata", 1, 3000);
        length(value, "callback_id", 1, 255);
        length(value, "external_id", 1, 255);
        blocks(find(value, "blocks"), 100);
        if (type == "modal" && inputs_ > 0 && !find(value, "submit")) bad("inputs without submit");
    }

 private:
    void section(const Value& value) {
        keys(value, {"type"}, {"block_id", "text", "fields", "accessory", "expand"});
        if (!find(value, "text") && !find(value, "fields")) bad("neither text nor fields");
        any_text(value, "text", 3000);
        if (const auto* fields = find(value, "fields")) {
            if (!fields->IsArray() || fields->Empty() || fields->Size() > 10)
                return bad("fields 1 to 10");
            for (const auto& field : fields->GetArray())
                markdown(field, 2000);
        }
        if (const auto* accessory = find(value, "accessory")) {
            element(
                *accessory,
                {"button",
                 "static_select",
                 "external_select",
                 "checkboxes",
                 "radio_buttons",
                 "overflow"}
            );
            if (!find(value, "block_id")) bad("something to click without a block_id");
        }
    }
    void header(const Value& value) {
        keys(value, {"type", "text"}, {"block_id"});
        plain(value, "text", 150);
    }
    void context(const Value& value) {
        keys(value, {"type", "elements"}, {"block_id"});
        const auto* elements = find(value, "elements");
        if (!elements || !elements->IsArray() || elements->Empty() || elements->Size() > 10) {
            return bad("elements 1 to 10");
        }
        for (const auto& one : elements->GetArray())
            markdown(one, 3000);
    }
    void divider(const Value& value) { keys(value, {"type"}, {"block_id"}); }
    void actions(const Value& value) {
        keys(value, {"type", "elements", "block_id"}, {});
        const auto* elements = find(value, "elements");
        if (!elements || !elements->IsArray() || elements->Empty() || elements->Size() > 25) {
            return bad("elements 1 to 25");
        }
        for (const auto& one : elements->GetArray()) {
            element(
                one,
                {"button",
                 "static_select",
                 "external_select",
                 "checkboxes",
                 "radio_buttons",
                 "overflow",
                 "datetimepicker"}
            );
        }
    }
    void input(const Value& value) {
        ++inputs_;
        keys(
            value, {"type", "label", "element", "block_id"}, {"hint", "optional", "dispatch_action"}
        );
        plain(value, "label", 2000);
        plain(value, "hint", 2000);
        boolean(value, "optional");
        boolean(value, "dispatch_action");
        if (in_message_) bad("an input in a message has no submit");
        if (const auto* inside = find(value, "element")) {
            element(
                *inside,
                {"plain_text_input",
                 "static_select",
                 "external_select",
                 "multi_external_select",
                 "checkboxes",
                 "radio_buttons",
                 "datetimepicker"}
            );
        }
    }
    void image(const Value& value) {
        keys(value, {"type", "image_url", "alt_text"}, {"block_id"});
        length(value, "image_url", 1, 3000);
        length(value, "alt_text", 1, 2000);
    }

    bool in_message_;
    std::set<std::string> block_ids_;
    int inputs_ = 0;
};

rapidjson::Document parsed(std::string_view json, Checker& checker) {
    rapidjson::Document document;
    document.Parse<rapidjson::kParseValidateEncodingFlag>(json.data(), json.size());
    if (document.HasParseError()) checker.bad("not JSON, or not UTF-8");
    return document;
}

}  // namespace

std::vector<std::string> of_view(std::string_view json) {
    Checker checker{false};
    const auto document = parsed(json, checker);
    if (checker.found.empty()) checker.view(document, json.size());
    return checker.found;
}

std::vector<std::string> of_message(std::string_view text, std::string_view blocks_json) {
    Checker checker{true};
    const auto document = parsed(blocks_json, checker);
    if (!checker.found.empty()) return checker.found;
    checker.blocks(&document, 50);
    if (text.empty()) checker.bad("no text");
    if (units(text) >= 3000) checker.bad("text of " + std::to_string(units(text)));
    checker.source(text);
    // Slack refuses messages that are too long altogether (msg_blocks_too_long) at about 13,000.
    if (units(blocks_json) > 13'000) checker.bad("blocks of " + std::to_string(units(blocks_json)));
    return checker.found;
}

std::vector<std::string> of_options_answer(std::string_view json) {
    Checker checker{false};
    const auto document = parsed(json, checker);
    if (!checker.found.empty()) return checker.found;
    checker.keys(document, {"options"}, {});
    const auto* list = find(document, "options");
    if (!list || !list->IsArray() || list->Size() > 100) {
        checker.bad("options");
    } else {
        for (const auto& one : list->GetArray())
            checker.option(one, false);
    }
    return checker.found;
}

}  // namespace limits
