#include "blocks/campaign_card.hpp"

#include <stdexcept>

#include "blocks/card_parts.hpp"
#include "blocks/ids.hpp"

namespace blocks {

namespace {

constexpr std::size_t most_lines = 5;
constexpr std::size_t most_notes = 3;
constexpr std::size_t note_units = 200;
constexpr std::size_t name_units = 150;

std::string name_of(const std::string& name) {
    return shortened(cleaned(name), name_units);
}

Markdown capacity(policy::ReviewerKind as) {
    switch (as) {
        case policy::ReviewerKind::manager:
            return md("manager of whoever holds it");
        case policy::ReviewerKind::integration_owner:
            return md("owner of the application");
        case policy::ReviewerKind::resource_owner:
            return md("owner of the resource");
        case policy::ReviewerKind::risk_manager:
            return md("risk manager");
        case policy::ReviewerKind::named_person:
            return md("named for it");
        case policy::ReviewerKind::administrator:
            return md("administrator");
    }
    throw std::logic_error{"unknown kind of reviewer"};
}

Markdown reason(policy::SkipReason why) {
    switch (why) {
        case policy::SkipReason::missing:
            return md("there is none");
        case policy::SkipReason::terminated:
            return md("has left the company");
        case policy::SkipReason::deactivated:
            return md("their Slack account is deactivated");
        case policy::SkipReason::not_admitted:
            return md("their Slack account may not use Latchkey");
        case policy::SkipReason::is_requester:
        case policy::SkipReason::is_beneficiary:
            return md("it is their own access");
    }
    throw std::logic_error{"unknown reason"};
}

Markdown in_place_of(const CampaignWhy& why) {
    const auto them = why.items == 1 ? md("it") : md("them");
    auto text =
        md(count(why.items, "access grant"),
           " in place of ",
           named(*why.came_from),
           " (",
           capacity(why.as),
           why.in_time ? md("), who handed ", them, " to you")
                       : md("), who did not review ", them, " in time"));
    if (!why.in_time && why.fallback) text = md(text, ", as nobody above may");
    if (why.on_behalf_of) text = md(text, "; you stand in for ", named(*why.on_behalf_of));
    return text;
}

Markdown why_line(const CampaignWhy& why) {
    if (why.came_from) return in_place_of(why);
    auto text = md(count(why.items, "access grant"), " as ", capacity(why.as));
    if (why.fallback) text = md(text, ", as nobody else is left");
    if (why.on_behalf_of) text = md(text, ", in place of ", named(*why.on_behalf_of));
    return text;
}

Markdown passed_over_line(const CampaignPassedOver& skip) {
    const auto grants = count(skip.items, "access grant");
    if (!skip.who.person)
        return md(capacity(skip.who.as), ": ", reason(skip.who.reason), " (", grants, ")");
    return md(
        named(*skip.who.person),
        " (",
        capacity(skip.who.as),
        "): ",
        reason(skip.who.reason),
        " (",
        grants,
        ")"
    );
}

void add_list(std::vector<Block>& blocks, Literal title, const std::vector<Markdown>& lines) {
    if (lines.empty()) return;
    blocks.push_back(context(md(title, " ", joined(at_most(lines, most_lines), " · "))));
}

void add_hand_overs(std::vector<Block>& blocks, const CampaignCard& card) {
    for (std::size_t at = 0; at < card.came_from.size() && at < most_notes; ++at) {
        const auto& [person, items, note, in_time] = card.came_from[at];
        blocks.push_back(section(
            named(person),
            in_time ? md(" handed you ", count(items, "access grant"), ".")
                    : md(" did not review ",
                         count(items, "access grant"),
                         " in time: they are yours now."),
            note.empty() ? md("") : md("\n", quoted(note, note_units))
        ));
    }
    if (card.came_from.size() > most_notes) {
        const auto more = static_cast<std::int64_t>(card.came_from.size() - most_notes);
        blocks.push_back(context("And ", count(more, "colleague"), " handed you more."));
    }
    std::vector<Markdown> gone;
    for (const auto& [person, items, note, in_time] : card.went_to)
        gone.push_back(md(count(items, "access grant"), " to ", named(person)));
    add_list(blocks, "*Not yours any more:*", gone);
}

Markdown when(const CampaignCard& card) {
    switch (card.state) {
        case CampaignCardState::open:
            return md("until ", date(card.ends));
        case CampaignCardState::overdue:
            return md("*Overdue* since ", date(card.ends));
        case CampaignCardState::completed:
            return md("*Completed.*");
        case CampaignCardState::aborted:
            return md("*Aborted.*");
    }
    throw std::logic_error{"unknown state"};
}

bool is_open(const CampaignCard& card) {
    return card.state == CampaignCardState::open || card.state == CampaignCardState::overdue;
}

Markdown head(const CampaignCard& card) {
    const auto name = bold(name_of(card.name));
    if (!is_open(card)) {
        auto text = card.state == CampaignCardState::completed
                        ? md("The access review ", name, " is completed.")
                        : md("The access review ", name, " was aborted: nobody's access changes.");
        if (!card.end_reason.empty()) text = md(text, "\n", quoted(card.end_reason));
        return text;
    }
    if (card.progress.items == 0)
        return md("Nothing of the access review ", name, " waits for you any more.");
    if (card.progress.open() == 0) {
        return md(
            "You have reviewed everything of the access review ",
            name,
            ". You can change it ",
            when(card),
            "."
        );
    }
    return md(
        "Access review ",
        name,
        ": *",
        count(card.progress.open(), "access grant"),
        "* ",
        card.progress.open() == 1 ? Literal{"waits"} : Literal{"wait"},
        " for you, ",
        when(card),
        "."
    );
}

}  // namespace

Markdown review_named(const std::string& name) {
    return md("access review ", bold(name_of(name)));
}

std::string progress_text(const CampaignProgress& progress) {
    auto text =
        number(progress.kept + progress.removed) + " of " + number(progress.items) + " reviewed";
    if (progress.kept > 0) text += ", " + number(progress.kept) + " to keep";
    if (progress.removed > 0) text += ", " + number(progress.removed) + " to remove";
    return text;
}

Message campaign_card(const CampaignCard& card) {
    std::vector<Block> blocks{section(head(card))};
    if (card.progress.items > 0) blocks.push_back(section(md(progress_text(card.progress), ".")));
    add_hand_overs(blocks, card);
    if (is_open(card) && card.progress.items > 0) {
        if (card.questions_waiting + card.questions_answered > 0) {
            blocks.push_back(context(
                count(card.questions_waiting, "question waits", "questions wait"),
                " for an answer, ",
                count(card.questions_answered, "answer has come", "answers have come"),
                "."
            ));
        }
        std::vector<Markdown> why;
        for (const auto& one : card.why)
            why.push_back(why_line(one));
        add_list(blocks, "*Why you:*", why);
        std::vector<Markdown> skipped;
        for (const auto& one : card.passed_over)
            skipped.push_back(passed_over_line(one));
        add_list(blocks, "*Not asked:*", skipped);
        std::vector<ActionElement> buttons{button(
            ids::campaign_review_now,
            "Review now",
            {.value = card.key,
             .style = Style::primary,
             .accessibility_label = plain("Review now: ", shortened(cleaned(card.name), 60))}
        )};
        if (card.progress.open() > 0) {
            buttons.push_back(button(
                ids::campaign_reassign,
                "Reassign",
                {.value = card.key,
                 .accessibility_label =
                     plain("Reassign what is open of ", shortened(cleaned(card.name), 50))}
            ));
        }
        buttons.push_back(my_tasks_button(card.tasks_url));
        blocks.push_back(actions("campaign", buttons));
    }
    auto text = head(card);
    if (card.progress.items > 0) text = md(text, " ", progress_text(card.progress), ".");
    return message(text, blocks);
}

Block campaign_task_row(const CampaignTaskLine& line) {
    const auto when =
        line.overdue ? md("*Overdue* since ", date(line.ends)) : md("Until ", date(line.ends));
    return section(
        "campaign:" + line.key,
        md("Access review ",
           bold(name_of(line.name)),
           " · ",
           count(line.progress.open(), "access grant waits", "access grants wait"),
           "\n",
           when,
           " · ",
           progress_text(line.progress)),
        button(
            ids::campaign_review_now,
            "Review",
            {.value = line.key,
             .accessibility_label =
                 plain("Review the access of ", shortened(cleaned(line.name), 50))}
        )
    );
}

}  // namespace blocks
