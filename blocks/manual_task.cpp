// The work order of an integration's owner, as a message and as a modal.
#include "blocks/manual_task.hpp"

#include <algorithm>
#include "blocks/card_parts.hpp"

#include "blocks/grant_list.hpp"
#include "blocks/ids.hpp"
#include "blocks/pager.hpp"

namespace blocks {

namespace {

constexpr std::size_t name_units = 100;

struct Ending {
    Markdown operator()(const ManualOpen&) const { return {}; }
    Markdown operator()(const ManualDone& done) const {
        const auto who = done.by.is_reader ? md("You") : named(done.by);
        return md("*Done:* ", who, " carried this out on ", date(done.at), ".");
    }
    Markdown operator()(const ManualCouldNot& could_not) const {
        const auto who = could_not.by.is_reader ? md("You") : named(could_not.by);
        return md(
            "*Could not:* ", who, " said on ", date(could_not.at), " that this could not be done."
        );
    }
    Markdown operator()(const ManualMoved& moved) const {
        if (moved.to.empty()) return md("*Closed:* this need not be done any more.");
        return md("*Moved:* this waits for ", named(moved.to), " now.");
    }
};

Markdown whose(const ManualTask& model) {
    return model.beneficiary.is_reader ? md("yourself") : named(model.beneficiary);
}

Markdown what(const ManualTask& model) {
    if (model.items.size() == 1) return bold(short_name(model.items.front()));
    const auto items = static_cast<std::int64_t>(model.items.size());
    const auto application = shortened(cleaned(model.application), name_units);
    return bold(count(items, "access grant") + " in " + application);
}

// What to do, or what it was once it is closed.
Markdown order(const ManualTask& model) {
    const bool open = std::holds_alternative<ManualOpen>(model.state);
    if (model.action == policy::Action::revoke) {
        const auto removal = md(" access from ", whose(model), " – ", what(model));
        return open ? md("Please remove", removal) : md("To remove", removal);
    }
    if (open) return md("Please grant ", what(model), " to ", whose(model));
    return md(what(model), " for ", whose(model));
}

constexpr std::string_view item_prefix = "manual_item:";

Markdown holder_of(const ManualHolder& holder) {
    const auto account = shortened(cleaned(holder.account), name_units);
    if (!holder.whose) return md("account ", account);
    return md(holder.whose->is_reader ? md("you") : named(*holder.whose), ", account ", account);
}

Markdown holder_line(const ManualTask& model, std::size_t at) {
    return md(bold(short_name(model.items[at])), " – ", holder_of(model.holders[at]));
}

// The first of several people's, and how many more there are.
std::vector<Markdown> holder_lines(const ManualTask& model) {
    std::vector<Markdown> lines;
    const auto shown = std::min(most_named, model.items.size());
    for (std::size_t at = 0; at < shown; ++at)
        lines.push_back(md("• ", holder_line(model, at)));
    if (model.items.size() > shown)
        lines.push_back(
            md("and ", number(static_cast<std::int64_t>(model.items.size() - shown)), " more")
        );
    return lines;
}

// One item that can be said to be done, or not, without the others.
Block holder_row(const ManualTask& model, std::size_t at) {
    const auto block = std::string{item_prefix} + model.holders[at].item_key;
    if (!std::holds_alternative<ManualOpen>(model.state)) return section(holder_line(model, at));
    return section(
        BlockId{block},
        holder_line(model, at),
        static_select(
            ids::manual_item,
            {{"Done", std::string{manual_item_done}},
             {"Could not …", std::string{manual_item_could_not}}},
            {.placeholder = "Done, or not"}
        )
    );
}

Block facts(const ManualTask& model) {
    const auto account = shortened(cleaned(model.identity), name_units);
    const auto email = shortened(cleaned(model.beneficiary_email), name_units);
    std::vector<Markdown> facts;
    if (model.holders.empty()) {
        facts.push_back(
            md("*Account:* ", account.empty() ? md("none yet: please create one") : md(account))
        );
        if (!email.empty()) facts.push_back(md("*E-mail:* ", email));
    } else {
        facts.push_back(md("*Access review:* ", shortened(cleaned(model.campaign), name_units)));
    }
    if (model.action == policy::Action::grant)
        facts.push_back(md("*Duration:* ", duration_of(model.ends)));
    facts.push_back(
        md("*Requested by:* ", model.requester.is_reader ? md("you") : named(model.requester))
    );
    if (!model.approved_by.empty()) {
        std::vector<Markdown> names;
        for (const auto& person : model.approved_by) {
            if (names.size() == 5) break;
            names.push_back(person.is_reader ? md("you") : named(person));
        }
        const auto more = model.approved_by.size() - names.size();
        auto all = joined(names, ", ");
        if (more > 0) all = md(all, " and ", std::to_string(more), " more");
        facts.push_back(md("*Approved by:* ", all));
    }
    facts.push_back(md("*Waiting since:* ", date(model.waiting_since)));
    if (std::holds_alternative<ManualOpen>(model.state)) {
        facts.push_back(md(model.overdue ? md("*Overdue since:* ") : md("*Due:* "), date(model.due))
        );
    }
    return fields(facts);
}

std::vector<Block> comment(const ManualTask& model) {
    const auto* could_not = std::get_if<ManualCouldNot>(&model.state);
    const auto text = could_not ? quoted(could_not->comment) : Markdown{};
    if (text.empty()) return {};
    return {section("*What happened:*\n", text)};
}

std::vector<ActionElement> buttons(const ManualTask& model) {
    const auto name = plain_name(model.beneficiary);
    const bool removes = model.action == policy::Action::revoke;
    return {
        button(
            ids::done,
            "Done",
            {.value = model.task_key,
             .style = Style::primary,
             .accessibility_label = removes ? plain("Done: the access was removed from ", name)
                                            : plain("Done: the access was granted to ", name)}
        ),
        button(
            ids::could_not,
            "Could not",
            {.value = model.task_key,
             .accessibility_label = removes ? plain("Could not remove the access from ", name)
                                            : plain("Could not grant the access to ", name)}
        )};
}

}  // namespace

Message manual_task(const ManualTask& model) {
    const auto end = std::visit(Ending{}, model.state);
    const bool open = end.empty();
    const auto todo = order(model);
    const auto text =
        open ? md(todo, ". ", due_text(model.due, model.overdue), ".") : md(end, " ", todo, ".");

    std::vector<Block> blocks;
    if (!open) blocks.push_back(section(end));
    blocks.push_back(section(todo, "."));
    if (!model.holders.empty()) {
        add(blocks, paragraphs(holder_lines(model)));
    } else if (model.items.size() > 1) {
        add(blocks, paragraphs(grant_lines(model.items)));
    }
    blocks.push_back(facts(model));
    add(blocks, comment(model));
    if (open) {
        blocks.push_back(
            model.action == policy::Action::grant
                ? context("It is approved. Press *Done* when the access works: only then is it "
                          "called granted.")
                : context("Press *Done* when the access is gone: only then is it called revoked.")
        );
        auto all = buttons(model);
        if (!model.holders.empty() && model.items.size() > 1) {
            all.push_back(button(ids::review_task, "Review items", {.value = model.task_key}));
        } else if (model.items.size() > most_named) {
            all.push_back(button(ids::review_task, "Show all", {.value = model.task_key}));
        }
        all.push_back(my_tasks_button(model.tasks_url));
        blocks.push_back(actions("manual", all));
    }
    return message(text, blocks);
}

std::size_t manual_view_pages(const ManualTask& model) {
    return pages_for(
        model.items.size(), model.holders.empty() ? manual_view_rows : manual_holder_rows
    );
}

std::optional<std::string> item_of_manual_block(std::string_view block_id) {
    if (!block_id.starts_with(item_prefix)) return std::nullopt;
    return std::string{block_id.substr(item_prefix.size())};
}

View manual_view(const ManualTask& model, std::size_t page) {
    const auto pages = manual_view_pages(model);
    page = std::min(page, pages - 1);
    const auto end = std::visit(Ending{}, model.state);
    std::vector<Block> blocks;
    if (!end.empty()) blocks.push_back(section(end));
    blocks.push_back(section(order(model), "."));
    blocks.push_back(facts(model));
    add(blocks, comment(model));
    if (end.empty()) blocks.push_back(actions("manual", buttons(model)));
    if (!model.holders.empty()) {
        const auto behind = std::min((page + 1) * manual_holder_rows, model.items.size());
        for (auto at = page * manual_holder_rows; at < behind; ++at)
            blocks.push_back(holder_row(model, at));
        add(blocks, modal_pager(page, pages));
        return modal(ids::task_view, "Task", blocks, {.private_metadata = model.task_key});
    }
    std::vector<Markdown> lines;
    const auto last = std::min((page + 1) * manual_view_rows, model.items.size());
    for (auto at = page * manual_view_rows; at < last; ++at)
        lines.push_back(grant_line(model.items[at]));
    add(blocks, paragraphs(lines));
    add(blocks, modal_pager(page, pages));
    return modal(ids::task_view, "Task", blocks, {.private_metadata = model.task_key});
}

}  // namespace blocks
