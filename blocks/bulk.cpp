#include "blocks/bulk.hpp"

#include "blocks/ids.hpp"

namespace blocks {

View bulk_summary(const BulkSummary& model) {
    std::vector<Markdown> decided;
    std::vector<Markdown> left;
    for (const auto& line : model.lines) {
        if (line.why_not.empty()) {
            decided.push_back(md("• ", line.what));
        } else {
            left.push_back(md("• ", line.what, ": ", line.why_not));
        }
    }
    const auto all = static_cast<std::int64_t>(model.lines.size());
    const auto done = number(static_cast<std::int64_t>(decided.size()));
    const bool approved = model.verdict == Verdict::approved;
    std::vector<Block> blocks{section(
        approved ? md("You approved *", done, "*") : md("You denied *", done, "*"),
        " of ",
        count(all, "task"),
        "."
    )};
    for (auto& block : paragraphs(decided))
        blocks.push_back(std::move(block));
    if (!left.empty()) {
        blocks.push_back(section("*Not decided:*"));
        for (auto& block : paragraphs(left))
            blocks.push_back(std::move(block));
    }
    return modal(
        ids::notice, approved ? Plain{"Approve selected"} : Plain{"Deny selected"}, blocks
    );
}

}  // namespace blocks
