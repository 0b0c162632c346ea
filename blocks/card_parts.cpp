// The words of a review, the same in the card and in the modal.
#include "blocks/card_parts.hpp"

#include <stdexcept>

#include "blocks/duration_text.hpp"
#include "blocks/grant_list.hpp"
#include "blocks/ids.hpp"

namespace blocks {

namespace {

constexpr std::size_t reason_units = 300;
constexpr std::size_t purpose_units = 100;
constexpr std::size_t most_passed_over = 10;
constexpr std::size_t most_questions = 3;
constexpr std::size_t question_units = 500;
// Longest label Slack takes; the end of it may be lost, so the beginning carries the meaning.
constexpr std::size_t name_in_label = 30;

bool same(const Person& a, const Person& b) {
    return a.slack && b.slack ? *a.slack == *b.slack : a.is_reader && b.is_reader;
}

Markdown one_capacity_of_reader(const Decider& why, const ReviewCard& card) {
    switch (why.as) {
        case policy::ReviewerKind::manager:
            return md("you are the manager of ", named(card.beneficiary));
        case policy::ReviewerKind::integration_owner:
        case policy::ReviewerKind::resource_owner:
            return md("you own ", applications_text(why.applications));
        case policy::ReviewerKind::risk_manager:
            return md("you are a risk manager");
        case policy::ReviewerKind::named_person:
            return md("the policy names you");
        case policy::ReviewerKind::administrator:
            return md("you are an administrator");
    }
    throw std::logic_error{"unknown kind of reviewer"};
}

// Of some items the manager, of others an owner: one card says both.
Markdown capacity_of_reader(const ReviewCard& card) {
    std::vector<Markdown> all{one_capacity_of_reader(card.why_you, card)};
    for (const auto& other : card.why_you.others)
        all.push_back(one_capacity_of_reader(other, card));
    return joined(all, ", and ");
}

// "Mia (Ann's manager)": in whose capacity a review is done that was taken over.
Markdown first_asked(const ReviewCard& card, const Person& who) {
    std::vector<Markdown> all{capacity(card.why_you, card.beneficiary)};
    for (const auto& other : card.why_you.others)
        all.push_back(capacity(other, card.beneficiary));
    return md(named(who), " (", joined(all, ", "), ")");
}

Markdown because(const ReviewCard& card) {
    if (!card.taken_over) return capacity_of_reader(card);
    const auto& how = *card.taken_over;
    if (!how.handed_by)
        return md("you stand in for ", first_asked(card, how.on_behalf_of.value_or(Person{})));
    const auto from = first_asked(card, *how.handed_by);
    const auto handed = how.in_time ? md(from, " handed this over to ")
                                    : md(from, " has not decided in time, so it goes to ");
    if (!how.on_behalf_of) return md(handed, "you");
    return md(handed, named(*how.on_behalf_of), ", for whom you stand in");
}

Markdown similar_people(const Similar& similar, std::size_t items) {
    const auto how_many = similar.fewest == similar.most
                              ? number(similar.most)
                              : number(similar.fewest) + " to " + number(similar.most);
    return md(
        how_many,
        " of ",
        count(similar.peers, "other person", "other people"),
        " with the title ",
        shortened(cleaned(similar.title), reason_units),
        similar.most == 1 && similar.fewest == 1 ? md(" holds ") : md(" hold "),
        items == 1 ? md("it.") : md("each of these.")
    );
}

// The latest questions; the request's page has all.
void add_questions(std::vector<Block>& blocks, const std::vector<CardQuestion>& questions) {
    const auto first = questions.size() > most_questions ? questions.size() - most_questions : 0;
    if (first > 0) {
        blocks.push_back(
            context(count(static_cast<std::int64_t>(first), "earlier question"), " not shown.")
        );
    }
    for (auto at = first; at < questions.size(); ++at) {
        const auto& [by, question, answered_by, answer] = questions[at];
        const auto who = by.is_reader ? md("You asked") : md(named(by), " asked");
        auto text = md("*", who, ":*\n", quoted(question, question_units));
        if (answered_by) {
            text =
                md(text, "\n*", named(*answered_by), " answered:*\n", quoted(answer, question_units)
                );
        }
        blocks.push_back(section(text));
    }
}

struct Ending {
    Markdown operator()(const CardOpen&) const { return {}; }
    Markdown operator()(const CardDecided& decided) const {
        const auto who = decided.by.is_reader ? md("You") : named(decided.by);
        const auto on = md(" on ", date(decided.at));
        if (decided.denied == 0) return md("*Approved:* ", who, " approved this", on, ".");
        if (decided.approved == 0) return md("*Denied:* ", who, " denied this", on, ".");
        return md(
            "*Decided:* ",
            who,
            " approved ",
            number(decided.approved),
            " and denied ",
            number(decided.denied),
            on,
            "."
        );
    }
    Markdown operator()(const CardWithdrawn& withdrawn) const {
        const auto who = withdrawn.by.is_reader ? md("You") : named(withdrawn.by);
        const auto why = shortened(cleaned(withdrawn.why), reason_units);
        const auto text = md("*Withdrawn:* ", who, " withdrew the request on ", date(withdrawn.at));
        return why.empty() ? md(text, ".") : md(text, ": ", why, ".");
    }
    Markdown operator()(const CardExpired& expired) const {
        return md("*Expired:* nobody decided until ", date(expired.at), ".");
    }
    Markdown operator()(const CardMoved& moved) const {
        if (moved.to.empty()) return md("*Closed:* your decision is not needed any more.");
        return md("*Moved:* this waits for ", named(moved.to), " now.");
    }
};

}  // namespace

Markdown asks(const Person& requester) {
    return requester.is_reader ? md("You ask for") : md(named(requester), " asks for");
}

Markdown whom(const Person& requester, const Person& beneficiary) {
    if (beneficiary.is_reader) return requester.is_reader ? md("yourself") : md("you");
    return same(requester, beneficiary) ? md("themselves") : named(beneficiary);
}

Markdown asks_sentence(
    const Person& requester,
    const Person& beneficiary,
    const std::vector<GrantName>& items,
    policy::Action action
) {
    const auto what = bold(what_text(items));
    const auto who = whom(requester, beneficiary);
    if (action == policy::Action::grant) return md(asks(requester), " ", what, " for ", who);
    const auto asks_to = requester.is_reader ? md("You ask") : md(named(requester), " asks");
    return md(asks_to, " to remove access from ", who, " – ", what);
}

Markdown what_for_whom(const Markdown& what, const Markdown& whom, policy::Action action) {
    return action == policy::Action::grant ? md(what, " for ", whom) : md(what, " from ", whom);
}

Markdown due_text(policy::Instant due, bool overdue) {
    return overdue ? md("*Overdue* since ", date(due)) : md("Due ", date(due));
}

Markdown duration_of(std::optional<policy::Instant> ends) {
    return ends ? md("until ", date(*ends)) : md("Permanent");
}

Markdown purpose_name(const PurposeAsked& purpose) {
    return bold(shortened(cleaned(purpose.name), purpose_units));
}

Markdown duration_of(
    const std::optional<PurposeAsked>& purpose,
    std::optional<policy::Instant> ends,
    bool some_shorter
) {
    if (!purpose)
        return some_shorter ? md(duration_of(ends), ", some of it shorter") : duration_of(ends);
    const auto text =
        md("for the purpose ",
           purpose_name(*purpose),
           ", from Start until Stop, at most ",
           duration_text(purpose->lasts));
    return ends ? md(text, ", and until ", date(*ends)) : text;
}

std::vector<Block> facts_of(const ReviewCard& card) {
    const auto reason = shortened(cleaned(card.reason), reason_units);
    std::vector<Markdown> facts;
    if (!reason.empty()) facts.push_back(md("*Reason:* ", reason));
    if (card.extends) {
        facts.push_back(
            md(card.extends_ended ? md("*Extension:* held until ") : md("*Extension:* now until "),
               date(*card.extends))
        );
    }
    if (card.action == policy::Action::grant) {
        facts.push_back(
            md("*Duration:* ",
               duration_of(card.purpose, card.ends),
               card.shortened ? md(", shorter than asked") : Markdown{})
        );
    }
    facts.push_back(md("*Waiting since:* ", date(card.waiting_since)));
    if (std::holds_alternative<CardOpen>(card.state)) {
        if (card.paused)
            facts.push_back(md("*Due:* the clock stands until the question is answered"));
        else
            facts.push_back(
                md(card.overdue ? md("*Overdue since:* ") : md("*Due:* "), date(card.due))
            );
    }
    std::vector<Block> blocks{fields(facts)};
    if (card.approved_before + card.denied_before > 0) {
        blocks.push_back(context(
            "So far you approved ",
            number(card.approved_before),
            " and denied ",
            number(card.denied_before),
            ": ",
            count(static_cast<std::int64_t>(card.items.size()), "still waits", "still wait"),
            "."
        ));
    }
    const auto details = quoted(card.details);
    if (!details.empty()) blocks.push_back(section("*Details:*\n", details));
    add_questions(blocks, card.questions);
    if (card.similar) {
        blocks.push_back(context(similar_people(*card.similar, card.items.size())));
    }
    return blocks;
}

std::vector<Block> why_you(const ReviewCard& card) {
    auto why = md("*Why you:* ", because(card));
    if (card.why_you.fallback && !card.taken_over) why = md(why, ", and nobody else may decide");
    std::vector<Markdown> lines{md(why, ".")};
    std::vector<Markdown> skipped;
    for (const auto& one : card.passed_over)
        skipped.push_back(sentence(one, card.beneficiary));
    for (auto& line : at_most(std::move(skipped), most_passed_over))
        lines.push_back(std::move(line));
    std::vector<Block> blocks;
    const auto note = card.taken_over ? quoted(card.taken_over->note) : Markdown{};
    if (!note.empty()) blocks.push_back(section("*Note:*\n", note));
    blocks.push_back(context(joined(lines, "\n")));
    return blocks;
}

std::vector<ActionElement> decision_buttons(const ReviewCard& card) {
    const auto name = shortened(plain_name(card.beneficiary), name_in_label);
    const auto grants = count(static_cast<std::int64_t>(card.items.size()), "access grant");
    const bool removes = card.action == policy::Action::revoke;
    const auto what = removes ? "removing " + grants + " from " + name : grants + " for " + name;
    return {
        button(
            ids::approve,
            "Approve",
            {.value = card.task_key,
             .style = Style::primary,
             .accessibility_label = plain("Approve ", what)}
        ),
        button(
            ids::deny,
            "Deny",
            {.value = card.task_key,
             .style = Style::danger,
             .accessibility_label = plain("Deny ", what)}
        )};
}

std::vector<ActionElement> other_buttons(const ReviewCard& card) {
    const auto name = shortened(plain_name(card.beneficiary), name_in_label);
    std::vector<ActionElement> buttons;
    if (card.items.size() > 1)
        buttons.push_back(button(ids::review_items, "Review items", {.value = card.task_key}));
    buttons.push_back(button(
        ids::reassign,
        "Reassign",
        {.value = card.task_key,
         .accessibility_label = plain("Reassign the review of access for ", name)}
    ));
    buttons.push_back(button(
        ids::ask,
        "Ask for more information",
        {.value = card.task_key,
         .accessibility_label = plain("Ask for more information about access for ", name)}
    ));
    if (card.action == policy::Action::grant) {
        buttons.push_back(button(
            ids::approve_shorter,
            "Approve for a shorter time",
            {.value = card.task_key,
             .accessibility_label = plain("Approve access for a shorter time for ", name)}
        ));
    }
    return buttons;
}

Button my_tasks_button(const std::string& tasks_url) {
    if (tasks_url.empty()) return button(ids::my_tasks, "My tasks");
    return button(ids::my_tasks_link, "My tasks", {.url = tasks_url});
}

Markdown ending(const CardState& state) {
    return std::visit(Ending{}, state);
}

}  // namespace blocks
