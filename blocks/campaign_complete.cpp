#include "blocks/campaign_complete.hpp"

#include <algorithm>
#include <array>
#include <charconv>

#include "blocks/ids.hpp"
#include "blocks/pager.hpp"
#include "blocks/task_row.hpp"

namespace blocks {

namespace {

constexpr std::size_t name_units = 150;

Markdown removed_sentence(const CampaignCompletion& model) {
    if (model.progress.removed == 0) return md("*Nothing is removed.*");
    return md(
        "*",
        count(model.progress.removed, "access grant"),
        model.people == 0 ? md(" of accounts of nobody known")
                          : md(" of ", count(model.people, "person", "people")),
        model.progress.removed == 1 ? Literal{"* is removed."} : Literal{"* are removed."}
    );
}

Markdown open_sentence(const CampaignCompletion& model) {
    const auto open = model.progress.open();
    if (open == 0) return md("Everything is reviewed.");
    auto text =
        md("*",
           count(open, "access grant"),
           open == 1 ? Literal{"* was not reviewed: nobody loses it, it stays as it is."}
                     : Literal{"* were not reviewed: nobody loses them, they stay as they are."});
    if (model.reviewers_left > 0) {
        const auto who = count(model.reviewers_left, "reviewer has", "reviewers have");
        text = md(text, " ", who, " open reviews.");
    }
    if (model.unasked > 0)
        text = md(text, " Nobody may review ", number(model.unasked), " of them.");
    return text;
}

Markdown afterwards(const CampaignCompletion& model) {
    auto text = md("After that nothing of it can be reviewed any more.");
    if (model.progress.removed > 0) {
        text =
            md(text,
               " Whoever loses access hears what and why, and ",
               named(model.owner),
               " hears once how all of it ended.");
    }
    if (model.recurs) text = md(text, " Its series goes on.");
    return text;
}

Markdown counts(const CampaignProgress& progress) {
    auto text = md(number(progress.removed), " to remove, ", number(progress.kept), " to keep");
    if (progress.open() > 0) text = md(text, ", ", number(progress.open()), " not reviewed");
    return text;
}

void add_lines(std::vector<Block>& blocks, const CampaignCompletion& model) {
    if (model.lines.items.empty()) return;
    require_rows(model.lines.items.size(), completion_rows);
    std::vector<Markdown> lines{md("*What is removed, by application and resource:*")};
    const std::string* application = nullptr;
    for (const auto& line : model.lines.items) {
        if (!application || *application != line.application) {
            lines.push_back(
                md(bold(shortened(cleaned(line.application), name_units)),
                   ": ",
                   counts(line.in_application))
            );
            application = &line.application;
        }
        const auto name = shortened(cleaned(line.resource), name_units);
        lines.push_back(
            md("• ",
               name.empty() ? md("the application itself") : md(name),
               ": ",
               counts(line.progress))
        );
    }
    add(blocks, paragraphs(lines));
    if (model.lines.pages > 1) {
        blocks.push_back(context(
            page_text(model.lines.page, model.lines.pages),
            " · ",
            count(model.lines.total, "resource"),
            " in all"
        ));
    }
    add(blocks, modal_pager(model.lines.page, model.lines.pages));
    if (model.other_resources > 0) {
        blocks.push_back(
            context("Of ", count(model.other_resources, "other resource"), " nothing is removed.")
        );
    }
}

}  // namespace

std::string to_value(const CompletionShown& shown) {
    return shown.key + ":" + std::to_string(shown.changes) + ":" + std::to_string(shown.page);
}

CompletionShown completion_shown(std::string_view value) {
    std::array<std::string_view, 3> parts;
    for (auto& part : parts) {
        const auto colon = std::min(value.find(':'), value.size());
        part = value.substr(0, colon);
        value.remove_prefix(std::min(colon + 1, value.size()));
    }
    CompletionShown shown{std::string(parts[0]), -1};
    std::from_chars(parts[1].data(), parts[1].data() + parts[1].size(), shown.changes);
    std::from_chars(parts[2].data(), parts[2].data() + parts[2].size(), shown.page);
    shown.page = std::max(shown.page, 0);
    return shown;
}

View campaign_complete_form(const CampaignCompletion& model) {
    std::vector<Block> blocks;
    if (model.notice) blocks.push_back(section(*model.notice));
    blocks.push_back(section(
        "Complete ",
        bold(shortened(cleaned(model.name), name_units)),
        "? It cannot be taken back.\n• ",
        removed_sentence(model),
        "\n• ",
        count(model.progress.kept, "access grant"),
        model.progress.kept == 1 ? Literal{" is kept."} : Literal{" are kept."},
        "\n• ",
        open_sentence(model)
    ));
    add_lines(blocks, model);
    blocks.push_back(context(afterwards(model)));
    const CompletionShown shown{model.key, model.changes, static_cast<int>(model.lines.page)};
    return modal(
        ids::campaign_complete,
        "Complete",
        blocks,
        {.private_metadata = to_value(shown), .submit = "Complete it", .close = "Cancel"}
    );
}

}  // namespace blocks
