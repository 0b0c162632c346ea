#include "blocks/policy_denial.hpp"

#include "blocks/grant_list.hpp"
#include "blocks/ids.hpp"
#include "blocks/pager.hpp"

namespace blocks {

namespace {

constexpr std::size_t sentence_units = 300;
constexpr std::size_t most_sentences = 20;

std::vector<GrantName> all_items(const PolicyDenial& model) {
    std::vector<GrantName> items;
    for (const auto& denied : model.denied)
        items.insert(items.end(), denied.items.begin(), denied.items.end());
    return items;
}

}  // namespace

Markdown denied_line(const DeniedByPolicy& denied) {
    return md(
        bold(what_text(denied.items)), ": ", shortened(cleaned(denied.sentence), sentence_units)
    );
}

Message policy_denial(const PolicyDenial& model) {
    const auto items = all_items(model);
    const auto whom = model.beneficiary.is_reader ? md("you") : named(model.beneficiary);
    const auto line =
        md("*Denied:* the policy does not allow ", bold(what_text(items)), " for ", whom, ".");
    std::vector<Block> blocks{section(line)};
    std::vector<Markdown> lines;
    for (const auto& denied : model.denied)
        lines.push_back(md("• ", denied_line(denied)));
    add(blocks, paragraphs(at_most(std::move(lines), most_sentences)));
    const auto asked_by = model.requester.is_reader ? md("you") : named(model.requester);
    blocks.push_back(context(date(model.at), " · requested by ", asked_by));
    blocks.push_back(actions(
        "request", {button(ids::view_request, "View request", {.value = model.request_key})}
    ));
    // One sentence is short enough for the notification, too.
    if (model.denied.size() == 1) {
        const auto said = shortened(cleaned(model.denied.front().sentence), sentence_units);
        return message(md(line, " ", said), blocks);
    }
    return message(line, blocks);
}

}  // namespace blocks
