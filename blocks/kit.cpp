// Blocks as JSON, within Slack's limits. The surfaces that carry them are in surfaces.cpp.
#include "blocks/kit.hpp"

#include "blocks/json.hpp"
#include "blocks/markup.hpp"
#include "blocks/pieces.hpp"

namespace blocks {

namespace {

constexpr std::size_t field_units = 2000;
constexpr std::size_t label_units = 2000;
constexpr std::size_t header_units = 150;
constexpr std::size_t id_units = 255;

json::Object block(std::string_view type, const std::string& block_id = {}) {
    require(utf16_units(block_id) <= id_units, "block_id at most 255 characters");
    json::Object out;
    out.text("type", type);
    if (!block_id.empty()) out.text("block_id", block_id);
    return out;
}

Block layout(json::Object& out, std::string block_id = {}) {
    return {Block::Kind::layout, std::move(block_id), out.done()};
}

}  // namespace

void require(bool holds, const char* limit) {
    if (!holds) throw LimitExceeded{limit};
}

std::string plain_object(const Plain& text, std::size_t units) {
    const auto shown = text.empty() ? std::string{"–"} : shortened(text.text(), units);
    return json::Object{}.text("type", "plain_text").text("text", shown).done();
}

std::string markdown_object(const Markdown& text, std::size_t units) {
    const auto shown = text.empty() ? std::string{"–"} : shortened_markup(text.source(), units);
    // Verbatim: no links or mentions are made of words that look like them.
    return json::Object{}.text("type", "mrkdwn").text("text", shown).flag("verbatim", true).done();
}

Block section(
    Part a, Part b, Part c, Part d, Part e, Part f, Part g, Part h, Part i, Part j, Part k, Part l
) {
    auto out = block("section");
    out.raw("text", markdown_object(md(a, b, c, d, e, f, g, h, i, j, k, l), section_units));
    return layout(out);
}

Block section(const BlockId& id, const Markdown& text, const Accessory& accessory) {
    auto out = block("section", id.value());
    out.raw("text", markdown_object(text, section_units)).raw("accessory", accessory.json());
    return layout(out, id.value());
}

Block fields(const std::vector<Markdown>& texts) {
    require(!texts.empty() && texts.size() <= 10, "section fields 1 to 10");
    auto out = block("section");
    const auto field = [](const Markdown& text) { return markdown_object(text, field_units); };
    out.raw("fields", json::array_of(texts, field));
    return layout(out);
}

Block header(const Plain& text) {
    auto out = block("header");
    out.raw("text", plain_object(text, header_units));
    return layout(out);
}

Block context(
    Part a, Part b, Part c, Part d, Part e, Part f, Part g, Part h, Part i, Part j, Part k, Part l
) {
    const auto text = markdown_object(md(a, b, c, d, e, f, g, h, i, j, k, l), section_units);
    auto out = block("context");
    out.raw("elements", json::array({text}));
    return layout(out);
}

Block divider() {
    auto out = block("divider");
    return layout(out);
}

Block actions(const BlockId& id, const std::vector<ActionElement>& elements) {
    require(!elements.empty() && elements.size() <= 25, "actions elements 1 to 25");
    auto out = block("actions", id.value());
    const auto json_of = [](const ActionElement& element) { return element.json(); };
    out.raw("elements", json::array_of(elements, json_of));
    return layout(out, id.value());
}

Block input(
    const BlockId& id,
    const Plain& label,
    const InputElement& element,
    const InputSettings& settings
) {
    auto out = block("input", id.value());
    out.raw("label", plain_object(label, label_units)).raw("element", element.json());
    if (!settings.hint.empty()) out.raw("hint", plain_object(settings.hint, label_units));
    if (settings.optional) out.flag("optional", true);
    if (settings.dispatch) out.flag("dispatch_action", true);
    return {Block::Kind::input, id.value(), out.done()};
}

Block image(const std::string& url, const Plain& alt_text) {
    require(!url.empty() && utf16_units(url) <= 3000, "image_url at most 3,000 characters");
    const auto alt = alt_text.empty() ? std::string{"–"} : shortened(alt_text.text(), label_units);
    auto out = block("image");
    out.text("image_url", url).text("alt_text", alt);
    return layout(out);
}

std::vector<Block> paragraphs(const std::vector<Markdown>& lines) {
    std::vector<Block> made;
    std::vector<Markdown> gathered;
    std::size_t units = 0;
    auto flush = [&] {
        if (!gathered.empty()) made.push_back(section(joined(gathered, "\n")));
        gathered.clear();
        units = 0;
    };
    for (const auto& line : lines) {
        const auto more = utf16_units(line.source()) + 1;
        if (units + more > section_units) flush();
        gathered.push_back(line);
        units += more;
    }
    flush();
    return made;
}

bool Budget::take(const std::vector<Block>& more) {
    std::size_t bytes = 0;
    for (const auto& one : more)
        bytes += one.json().size() + 1;
    if (more.size() > blocks_ || bytes > bytes_) return false;
    blocks_ -= more.size();
    bytes_ -= bytes;
    return true;
}

}  // namespace blocks
