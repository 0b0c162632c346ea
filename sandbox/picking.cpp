// What an element holds after a choice: options found by what people read, people, conversations,
// dates, text and files. Nothing here sends anything.
#include "sandbox/picking.hpp"

#include <algorithm>

#include "sandbox/encoding.hpp"
#include "sandbox/payloads.hpp"

namespace sandbox {

namespace {

// A flat list, whether the ask says one or several.
std::vector<std::string> wanted_options(
    const Json& ask, std::string_view one, std::string_view several
) {
    std::vector<std::string> wanted;
    if (ask.has(one)) wanted.push_back(ask.text(one));
    for (const Json& item : ask.at(several).items())
        wanted.push_back(item.string());
    return wanted;
}

// The option that a person means by its text, or a test by its value.
Json pick_option(const Json& options, const std::string& wanted, bool by_value) {
    std::vector<const Json*> matches;
    std::string all;
    for (const Json& option : options.items()) {
        const std::string text = shown(option.at("text"));
        const bool fits = option.text("value") == wanted || (!by_value && text == wanted);
        if (fits) matches.push_back(&option);
        all += "\n  \"" + text + "\" (" + option.text("value") + ")";
    }
    const std::string what = "the option \"" + wanted + "\"";
    if (matches.empty()) throw Refusal(what + " is not offered; these are:" + all, 404);
    if (matches.size() > 1) throw Refusal(what + " is ambiguous:" + all, 409);
    Json option = *matches.front();
    option.erase("url");
    return option;
}

bool has_option(const Json& chosen, const std::string& value) {
    return std::any_of(chosen.items().begin(), chosen.items().end(), [&](const Json& option) {
        return option.text("value") == value;
    });
}

// The set after the ask: exactly `options`/`values`, or the present one with `check` and `uncheck`.
Json chosen_set(const Json& ask, const Json& options, const Json& present) {
    Json chosen = Json::array();
    const bool exact = ask.has("options") || ask.has("values") || ask.has("option") ||
                       ask.has("value") || ask.at("clear").boolean();
    if (!exact) chosen = present;
    auto add = [&](const std::string& wanted, bool by_value) {
        const Json option = pick_option(options, wanted, by_value);
        if (!has_option(chosen, option.text("value"))) chosen.add(option);
    };
    for (const std::string& one : wanted_options(ask, "option", "options"))
        add(one, false);
    for (const std::string& one : wanted_options(ask, "value", "values"))
        add(one, true);
    for (const Json& one : ask.at("check").items())
        add(one.string(), false);
    for (const Json& one : ask.at("uncheck").items()) {
        std::erase_if(chosen.items_of(), [&](const Json& option) {
            return option.text("value") == one.string() || shown(option.at("text")) == one.string();
        });
    }
    return chosen;
}

// Check boxes are reported in the order in which they stand.
Json in_order_of(const Json& options, const Json& chosen) {
    Json sorted = Json::array();
    for (const Json& option : options.items())
        if (has_option(chosen, option.text("value"))) sorted.add(option);
    return sorted;
}

Json chosen_option(const Json& ask, const Json& options) {
    if (ask.at("clear").boolean()) return {};
    if (ask.has("option")) return pick_option(options, ask.text("option"), false);
    if (ask.has("value")) return pick_option(options, ask.text("value"), true);
    throw Refusal("say option (its text or value), or clear");
}

std::string user_id(Stage& stage, const std::string& id_or_email) {
    const Person* person = stage.workspace.person(id_or_email);
    if (!person) throw Refusal("no such user: " + id_or_email, 404);
    return person->id;
}

Json chosen_users(Stage& stage, const Json& ask) {
    Json users = Json::array();
    for (const std::string& user : wanted_options(ask, "chosen_user", "users"))
        users.add(user_id(stage, user));
    return users;
}

// What was typed: empty is null, and nobody can type beyond max_length.
Json typed(const Json& ask, const Json& element) {
    const std::string& text = ask.text("text");
    const auto most = element.at("max_length").integer(3000);
    if (utf16_length(text) > static_cast<std::size_t>(most))
        throw Refusal("the field takes " + std::to_string(most) + " characters");
    return text.empty() ? Json() : Json(text);
}

Json plain_value(const Json& ask, std::string_view name) {
    if (ask.at("clear").boolean()) return {};
    if (!ask.has(name)) throw Refusal("say " + std::string(name) + ", or clear");
    return ask.at(name);
}

// By id or by name.
std::string conversation_id(Stage& stage, const Json& ask, const std::string& wanted) {
    if (stage.workspace.dm_of(person_of(stage, ask)).id == wanted) return wanted;
    for (const Conversation& one : stage.workspace.conversations)
        if (one.id == wanted || one.name == wanted) return one.id;
    throw Refusal("no such conversation: " + wanted, 404);
}

Json chosen_conversations(Stage& stage, const Json& ask) {
    Json chosen = Json::array();
    for (const std::string& one : wanted_options(ask, "conversation", "conversations"))
        chosen.add(conversation_id(stage, ask, one));
    return chosen;
}

Json first_of(const Json& list) {
    return list.empty() ? Json() : list.items().front();
}

// Written text as the element sends it; nothing is kept of an empty one.
Json rich_text_typed(const Json& ask) {
    Json value = rich_text_of(ask.text("text"), "");
    value.erase("block_id");
    return ask.text("text").empty() ? Json() : value;
}

// The parts of a file object that need no upload.
Json chosen_files(Stage& stage, const Json& ask, const Json& element) {
    Json files = Json::array();
    const auto most = static_cast<std::size_t>(element.at("max_files").integer(10));
    if (ask.at("files").size() > most)
        throw Refusal("at most " + std::to_string(most) + " files can be chosen", 409);
    for (const Json& file : ask.at("files").items()) {
        const std::string& name = file.text("name");
        const std::size_t dot = name.rfind('.');
        files.add(Json::object(
            {{"id", stage.workspace.next_id("F")},
             {"created", stage.clock.product() / 1000},
             {"name", name},
             {"title", name},
             {"mimetype", file.text("mimetype")},
             {"filetype", dot == std::string::npos ? "" : lower_case(name.substr(dot + 1))},
             {"user", person_of(stage, ask).id},
             {"size", file.at("size").integer(0)}}
        ));
    }
    return files;
}

}  // namespace

Json static_options(const Json& element) {
    Json options = Json::array();
    for (const Json* option : options_of(element))
        options.add(*option);
    return options;
}

// Options already chosen stay choosable although the query does not find them.
void add_present(Json& options, const Json& present) {
    for (const Json& option : present.items())
        if (!has_option(options, option.text("value"))) options.add(option);
}

void check_selected_count(const Json& element, const Json& chosen) {
    const auto most = element.at("max_selected_items").integer(0);
    if (most > 0 && chosen.size() > static_cast<std::size_t>(most))
        throw Refusal("at most " + std::to_string(most) + " can be selected", 409);
}

Json new_value(
    Stage& stage, const Json& ask, const Json& element, const Json& options, const Json& present
) {
    const std::string& type = element.text("type");
    if (type == "checkboxes") return in_order_of(options, chosen_set(ask, options, present));
    if (type == "multi_static_select" || type == "multi_external_select")
        return chosen_set(ask, options, present);
    if (type == "static_select" || type == "external_select" || type == "radio_buttons" ||
        type == "overflow")
        return chosen_option(ask, options);
    if (type == "users_select") return first_of(chosen_users(stage, ask));
    if (type == "multi_users_select") return chosen_users(stage, ask);
    if (type == "conversations_select" || type == "channels_select")
        return first_of(chosen_conversations(stage, ask));
    if (type == "multi_conversations_select" || type == "multi_channels_select")
        return chosen_conversations(stage, ask);
    if (type == "datepicker") return plain_value(ask, "date");
    if (type == "timepicker") return plain_value(ask, "time");
    if (type == "datetimepicker") return plain_value(ask, "datetime");
    if (type == "file_input") return chosen_files(stage, ask, element);
    if (type == "rich_text_input") return rich_text_typed(ask);
    if (type.ends_with("_input")) return typed(ask, element);
    throw Refusal("elements of type " + type + " cannot be operated here");
}

}  // namespace sandbox
