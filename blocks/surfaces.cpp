// Views, messages and answers as JSON: what Slack would refuse as a whole is found here.
#include <set>

#include "blocks/json.hpp"
#include "blocks/kit.hpp"
#include "blocks/markup.hpp"
#include "blocks/pieces.hpp"

namespace blocks {

namespace {

constexpr std::size_t title_units = 24;
constexpr std::size_t id_units = 255;
constexpr std::size_t metadata_units = 3000;
constexpr std::size_t largest_view = 250'000;  // Slack's limit, bytes

std::string blocks_json(const std::vector<Block>& blocks) {
    std::set<std::string_view> ids;
    std::vector<std::string> values;
    for (const auto& one : blocks) {
        const bool unique = one.block_id().empty() || ids.insert(one.block_id()).second;
        require(unique, "block_id once in a view or message");
        values.push_back(one.json());
    }
    return json::array(values);
}

bool has_input(const std::vector<Block>& blocks) {
    for (const auto& one : blocks) {
        if (one.kind() == Block::Kind::input) return true;
    }
    return false;
}

View view(std::string json) {
    require(json.size() <= largest_view, "view at most 250 kB");
    return View{std::move(json)};
}

}  // namespace

View modal(
    std::string_view callback_id,
    const Plain& title,
    const std::vector<Block>& blocks,
    const ModalSettings& settings
) {
    require(!blocks.empty() && blocks.size() <= most_view_blocks, "modal blocks 1 to 100");
    require(utf16_units(callback_id) <= id_units, "callback_id at most 255 characters");
    require(
        utf16_units(settings.private_metadata) <= metadata_units,
        "private_metadata at most 3,000 characters"
    );
    require(utf16_units(settings.external_id) <= id_units, "external_id at most 255 characters");
    require(!settings.submit.empty() || !has_input(blocks), "submit where there is an input");

    json::Object out;
    out.text("type", "modal")
        .text("callback_id", callback_id)
        .raw("title", plain_object(title, title_units))
        .raw("blocks", blocks_json(blocks));
    if (!settings.submit.empty()) out.raw("submit", plain_object(settings.submit, title_units));
    out.raw("close", plain_object(settings.close, title_units));
    if (!settings.private_metadata.empty()) out.text("private_metadata", settings.private_metadata);
    if (!settings.external_id.empty()) out.text("external_id", settings.external_id);
    if (settings.notify_on_close) out.flag("notify_on_close", true);
    if (settings.clear_on_close) out.flag("clear_on_close", true);
    return view(out.done());
}

View home(const std::vector<Block>& blocks, const std::string& private_metadata) {
    require(!blocks.empty() && blocks.size() <= most_view_blocks, "home blocks 1 to 100");
    require(
        utf16_units(private_metadata) <= metadata_units, "private_metadata at most 3,000 characters"
    );
    json::Object out;
    out.text("type", "home").raw("blocks", blocks_json(blocks));
    if (!private_metadata.empty()) out.text("private_metadata", private_metadata);
    return view(out.done());
}

Message message(const Markdown& text, const std::vector<Block>& blocks) {
    require(!blocks.empty() && blocks.size() <= most_message_blocks, "message blocks 1 to 50");
    require(!text.empty(), "message text at least 1 character");
    return {shortened_markup(text.source(), message_text_units), blocks_json(blocks)};
}

std::string metadata(
    std::string_view event_type, const std::vector<std::pair<std::string, std::string>>& payload
) {
    json::Object inside;
    for (const auto& [key, value] : payload)
        inside.text(key, value);
    json::Object out;
    out.text("event_type", event_type).raw("event_payload", inside.done());
    return out.done();
}

std::string clear_answer() {
    return json::Object{}.text("response_action", "clear").done();
}

std::string update_answer(const View& view) {
    return json::Object{}.text("response_action", "update").raw("view", view.json()).done();
}

std::string push_answer(const View& view) {
    return json::Object{}.text("response_action", "push").raw("view", view.json()).done();
}

std::string errors_answer(const std::vector<std::pair<std::string, std::string>>& errors) {
    constexpr std::size_t error_units = 150;
    require(!errors.empty(), "errors at least 1");
    json::Object inside;
    for (const auto& [block_id, sentence] : errors) {
        require(!block_id.empty() && !sentence.empty(), "error for a block, not empty");
        inside.text(block_id, shortened(sentence, error_units));
    }
    return json::Object{}.text("response_action", "errors").raw("errors", inside.done()).done();
}

}  // namespace blocks
