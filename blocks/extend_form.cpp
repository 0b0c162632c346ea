// Pre-filled: the same access, a later end.
#include "blocks/extend_form.hpp"

#include "blocks/grant_list.hpp"
#include "blocks/ids.hpp"
#include "blocks/pager.hpp"

namespace blocks {

namespace {

constexpr int longest_reason = 1000;
constexpr std::size_t most_lines = 20;

std::vector<Block> who_decides(const ExtendForm& model) {
    std::vector<Markdown> lines;
    lines.reserve(model.deciders.size());
    for (const auto& decider : model.deciders)
        lines.push_back(md("• ", decider_line(decider, model.beneficiary)));
    lines = at_most(std::move(lines), most_lines);
    if (!model.at_once.empty())
        lines.push_back(
            md("• Approved at once by the policy: ", bold(what_text(model.at_once)), ".")
        );
    std::vector<Markdown> denied;
    for (const auto& one : model.denied)
        denied.push_back(md("• Denied by the policy: ", denied_line(one)));
    for (auto& line : at_most(std::move(denied), most_lines))
        lines.push_back(std::move(line));
    if (!lines.empty()) lines.insert(lines.begin(), md("*Who decides:*"));
    std::vector<Markdown> skipped;
    skipped.reserve(model.passed_over.size());
    for (const auto& one : model.passed_over)
        skipped.push_back(sentence(one, model.beneficiary));
    for (auto& line : at_most(std::move(skipped), most_lines))
        lines.push_back(std::move(line));
    return paragraphs(lines);
}

std::vector<Markdown> lines_with_ends(const ExtendForm& model) {
    std::vector<Markdown> lines;
    lines.reserve(model.items.size());
    for (std::size_t i = 0; i < model.items.size(); ++i)
        lines.push_back(md(grant_line(model.items[i]), " until ", date(model.item_ends[i])));
    return at_most(std::move(lines), most_lines);
}

}  // namespace

BlockId new_end_block() {
    return ids::new_end;
}

BlockId extend_reason_block() {
    return ids::extend_reason;
}

View extend_form(const ExtendForm& model) {
    const auto what = bold(what_text(model.items));
    const auto has = model.beneficiary.is_reader ? md("You have ", what)
                                                 : md(named(model.beneficiary), " has ", what);
    std::vector<Block> blocks;
    if (model.item_ends.empty()) {
        blocks.push_back(section(has, " until ", date(model.ends), "."));
        if (model.items.size() > 1) add(blocks, paragraphs(grant_lines(model.items)));
    } else {
        blocks.push_back(section(has, ", the first until ", date(model.ends), "."));
        add(blocks, paragraphs(lines_with_ends(model)));
        blocks.push_back(context("What you have for longer than the new end stays as it is."));
    }
    blocks.push_back(input(new_end_block(), "New end", datetimepicker(ids::new_end, model.proposed))
    );
    blocks.push_back(input(
        extend_reason_block(),
        "Reason",
        plain_text_input(
            ids::extend_reason,
            {.multiline = true, .max_length = longest_reason, .initial = model.reason}
        ),
        {.hint = "Whoever decides reads it."}
    ));
    add(blocks, who_decides(model));
    return modal(
        ids::extend_form,
        "Extend",
        blocks,
        {.private_metadata = model.key, .submit = "Submit", .close = "Cancel"}
    );
}

}  // namespace blocks
