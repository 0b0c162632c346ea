// One line for each thing, with the button that does something about it.
#include "blocks/due_notice.hpp"

#include <algorithm>

#include "blocks/card_parts.hpp"
#include "blocks/grant_list.hpp"
#include "blocks/ids.hpp"
#include "blocks/pager.hpp"

namespace blocks {

namespace {

constexpr std::size_t message_bytes = 11'000;  // Slack: about 13,000

// "please decide about 2 access grants in GitHub for Ann".
Markdown what(const HomeTask& task) {
    const auto grants =
        bold(count(task.items, "access grant") + " in " + applications_text(task.applications));
    const auto for_whom =
        md(grants, " for ", task.beneficiary.is_reader ? md("you") : named(task.beneficiary));
    return task.kind == TaskKind::manual ? md("please carry out ", for_whom)
                                         : md("please decide about ", for_whom);
}

Markdown asked_by(const HomeTask& task) {
    return task.requester.is_reader ? md("asked by you") : md("asked by ", named(task.requester));
}

Button review_button(const HomeTask& task) {
    return button(
        ids::review_task,
        "Review",
        {.value = task.key,
         .accessibility_label = plain(
             "Review ", count(task.items, "access grant"), " for ", plain_name(task.beneficiary)
         )}
    );
}

// What a line says in the plain text, what it adds in its block, and its buttons.
struct Drawn {
    Markdown sentence;
    Markdown detail;
    std::optional<Button> button = {};
};

struct Draw {
    Drawn operator()(const DueTask& due) const {
        const auto& task = due.task;
        const auto kind = due.reminder ? md("*Reminder:* ") : md("*Overdue:* ");
        const auto when = task.overdue ? md(" It was due ") : md(" It is due ");
        return {
            md(kind, what(task), ".", when, date(task.due)), asked_by(task), review_button(task)};
    }
    Drawn operator()(const ReviewExpiring& due) const {
        return {
            md("*Expires soon:* ",
               what(due.task),
               ". The request expires on ",
               date(due.expires),
               " if nobody does"),
            md(due_text(due.task.due, due.task.overdue), " · ", asked_by(due.task)),
            review_button(due.task)};
    }
    Drawn operator()(const RequestExpiring& due) const {
        const auto for_whom = due.beneficiary.is_reader ? md("yourself") : named(due.beneficiary);
        return {
            md("*Your request expires soon:* nobody has decided yet about ",
               bold(what_text(due.items)),
               " for ",
               for_whom),
            md("It expires on ", date(due.expires), "."),
            button(ids::view_request, "View request", {.value = due.key})};
    }
    Drawn operator()(const CampaignDue& due) const {
        const auto grants = bold(count(due.progress.open(), "access grant"));
        const auto of_it = md(" of the ", review_named(due.name));
        auto sentence =
            due.reminder
                ? md("*Reminder:* please review ", grants, of_it, ", until ", date(due.ends))
                : md("*Overdue:* please review ",
                     grants,
                     of_it,
                     ", which should have ended on ",
                     date(due.ends));
        return {
            std::move(sentence),
            md(progress_text(due.progress)),
            button(
                ids::campaign_review_now,
                "Review now",
                {.value = due.key,
                 .accessibility_label = plain("Review now: ", shortened(cleaned(due.name), 60))}
            )};
    }
    Drawn operator()(const CampaignLate& late) const {
        return {
            md("*Late:* ",
               named(late.reviewer),
               " has not yet reviewed ",
               bold(count(late.progress.open(), "access grant")),
               " of the ",
               review_named(late.name),
               ", which ends on ",
               date(late.ends)),
            md(progress_text(late.progress))};
    }
    Drawn operator()(const CampaignOver& over) const {
        return {
            md("*Overdue:* your ",
               review_named(over.name),
               " should have ended on ",
               date(over.ends),
               " and waits for you to complete or abort it"),
            md(progress_text(over.progress),
               "; ",
               count(over.reviewers_left, "reviewer is", "reviewers are"),
               " not done")};
    }
    Drawn operator()(const EndingAccess&) const {
        throw std::logic_error{"access is drawn with two buttons"};
    }
};

// The plain text holds whole sentences only: as many as surely fit, and how many follow below.
Markdown plain_text(const std::vector<Markdown>& sentences, const std::vector<Markdown>& rest) {
    constexpr std::size_t most_bytes = 2000;
    std::vector<Markdown> lines;
    std::size_t bytes = 0;
    for (const auto& sentence : sentences) {
        bytes += sentence.source().size();
        if (bytes > most_bytes && !lines.empty()) break;
        lines.push_back(sentence);
    }
    const auto below = static_cast<std::int64_t>(sentences.size() - lines.size());
    if (below > 0) lines.push_back(md(number(below), " more of these stand below."));
    lines.insert(lines.end(), rest.begin(), rest.end());
    return joined(lines, "\n");
}

bool is_task(const DueLine& line) {
    return std::holds_alternative<DueTask>(line) || std::holds_alternative<ReviewExpiring>(line) ||
           std::holds_alternative<CampaignDue>(line);
}

struct Row {
    Markdown sentence;
    std::vector<Block> blocks;
};

Row row(const DueLine& line, std::size_t at) {
    const auto place = std::to_string(at);
    // Access has two buttons and so a block more than the others.
    if (const auto* access = std::get_if<EndingAccess>(&line)) {
        const auto lead = md("*Your access ends soon:* ");
        const auto ends = access->items.size() == 1 ? md(" ends on ") : md(" end on ");
        return {
            md(lead, ending_what(*access), ends, date(access->ends), "."),
            access_row(*access, place, lead)};
    }
    const auto drawn = std::visit(Draw{}, line);
    const auto text = md(drawn.sentence, ".\n", drawn.detail);
    if (!drawn.button) return {md(drawn.sentence, "."), {section(text)}};
    return {md(drawn.sentence, "."), {section("due:" + place, text, *drawn.button)}};
}

}  // namespace

Message due_notice(const DueNotice& model) {
    std::vector<Block> blocks;
    if (model.lines.empty()) {
        const auto settled = md("*Settled:* nothing of this waits for you any more.");
        return message(settled, {section(settled)});
    }
    std::vector<Markdown> sentences;
    Budget budget{most_message_blocks - 2, message_bytes};
    std::size_t shown = 0;
    for (; shown < std::min(model.lines.size(), most_due_lines); ++shown) {
        auto drawn = row(model.lines[shown], shown);
        if (!budget.take(drawn.blocks)) break;
        sentences.push_back(std::move(drawn.sentence));
        add(blocks, std::move(drawn.blocks));
    }
    std::vector<Markdown> rest;
    const auto more = static_cast<std::int64_t>(model.lines.size() - shown);
    if (more > 0)
        rest.push_back(md("And ", number(more), " more: see *My tasks* and the Home tab."));
    if (model.settled > 0)
        rest.push_back(md(count(model.settled, "line is", "lines are"), " settled by now."));
    if (!rest.empty()) blocks.push_back(context(joined(rest, "\n")));
    if (std::any_of(model.lines.begin(), model.lines.end(), is_task))
        blocks.push_back(actions("due_tasks", {my_tasks_button(model.tasks_url)}));
    return message(plain_text(sentences, rest), blocks);
}

}  // namespace blocks
