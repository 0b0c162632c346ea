// What a requester and a beneficiary are told, and nothing is said before it is true.
#include "blocks/tracker.hpp"

#include <algorithm>
#include <stdexcept>

#include "blocks/campaign_card.hpp"
#include "blocks/card_parts.hpp"
#include "blocks/grant_list.hpp"
#include "blocks/ids.hpp"
#include "blocks/outcome_parts.hpp"
#include "blocks/pager.hpp"

namespace blocks {

namespace {

constexpr std::size_t reason_units = 300;
constexpr std::size_t most_deciders = 15;
constexpr std::size_t most_passed_over = 10;

Block view_button(const std::string& request_key) {
    return actions("request", {button(ids::view_request, "View request", {.value = request_key})});
}

std::vector<Block> who_decides(
    const std::vector<Decider>& deciders,
    const std::vector<PassedOver>& passed_over,
    const Person& beneficiary
) {
    std::vector<Markdown> lines;
    lines.reserve(deciders.size());
    for (const auto& decider : deciders)
        lines.push_back(md("• ", decider_line(decider, beneficiary)));
    lines = at_most(std::move(lines), most_deciders);
    if (!lines.empty()) lines.insert(lines.begin(), md("*Who decides:*"));
    std::vector<Markdown> skipped;
    skipped.reserve(passed_over.size());
    for (const auto& one : passed_over)
        skipped.push_back(sentence(one, beneficiary));
    for (auto& line : at_most(std::move(skipped), most_passed_over))
        lines.push_back(std::move(line));
    return paragraphs(lines);
}

// Whose access it is, in the middle of a sentence to the reader.
Markdown reader_or_name(const Person& person) {
    return person.is_reader ? md("you") : named(person);
}

// The same of access that was to be removed: "granted" is never said of it.
Markdown removal_headline(const Outcome& model) {
    const auto what = bold(what_text(model.items));
    const auto who = reader_or_name(model.beneficiary);
    const auto removal = md("remove access from ", who, " – ", what);
    switch (model.kind) {
        case OutcomeKind::granted: {
            const auto has =
                model.beneficiary.is_reader ? md("You do not have ") : md(who, " does not have ");
            return md("*Removed:* ", has, what, " any more.");
        }
        case OutcomeKind::denied: {
            if (!model.by) return md("*Denied:* not to ", removal, ".");
            const auto by = model.by->is_reader ? md("You") : named(*model.by);
            return md("*Denied:* ", by, " denied the request to ", removal, ".");
        }
        case OutcomeKind::failed:
            if (model.in_doubt)
                return md(
                    "*Failed:* ", what, " of ", who, " may have been removed; it is not confirmed."
                );
            return md("*Failed:* ", what, " of ", who, " could not be removed.");
        case OutcomeKind::expired:
            return md("*Expired:* nobody decided in time about the request to ", removal, ".");
        case OutcomeKind::ended:
        case OutcomeKind::extended:
        case OutcomeKind::partly:
            break;  // of access for a time only, or said before
    }
    throw std::logic_error{"unknown outcome"};
}

Markdown headline(const Outcome& model) {
    if (model.kind == OutcomeKind::partly) return partly_headline(model);
    if (model.action == policy::Action::revoke) return removal_headline(model);
    const auto what = bold(what_text(model.items));
    const auto who = reader_or_name(model.beneficiary);
    switch (model.kind) {
        case OutcomeKind::granted: {
            const auto has = model.beneficiary.is_reader ? md("You have ") : md(who, " has ");
            if (model.ends)
                return md("*Granted:* ", has, what, " now, ", duration_of(model.ends), ".");
            return md("*Granted:* ", has, what, " now.");
        }
        case OutcomeKind::denied: {
            if (!model.by) return md("*Denied:* ", what, " for ", who, ".");
            const auto by = model.by->is_reader ? md("You") : named(*model.by);
            return md("*Denied:* ", by, " denied ", what, " for ", who, ".");
        }
        case OutcomeKind::failed:
            return md("*Failed:* ", what, " for ", who, " could not be granted.");
        case OutcomeKind::expired:
            return md("*Expired:* nobody decided in time about ", what, " for ", who, ".");
        case OutcomeKind::ended: {
            const auto had = model.beneficiary.is_reader ? md("You do") : md(who, " does");
            return md("*Ended:* ", had, " not have ", what, " any more.");
        }
        case OutcomeKind::extended: {
            const auto has = model.beneficiary.is_reader ? md("You have ") : md(who, " has ");
            const auto until = model.ends ? md(" until ", date(*model.ends)) : md("");
            return md("*Extended:* ", has, what, until, ".");
        }
        case OutcomeKind::partly:
            break;  // said before
    }
    throw std::logic_error{"unknown outcome"};
}

bool is_open(const std::vector<StateCount>& states) {
    return std::any_of(states.begin(), states.end(), [](const StateCount& count) {
        return count.items > 0 && policy::is_open(count.state);
    });
}

}  // namespace

Message tracker(const Tracker& model) {
    const auto whose = model.beneficiary.is_reader ? md("yourself") : named(model.beneficiary);
    const auto items = bold(what_text(model.items));
    const auto what = model.extension ? md("You asked to keep ", items, " longer")
                      : model.action == policy::Action::grant
                          ? md("You asked for ", items, " for ", whose)
                          : md("You asked to remove access from ", whose, " – ", items);
    const bool open = is_open(model.states);
    auto text = md(what, ": ", summary(model.states), ".");
    if (open && model.due) text = md(text, " ", due_text(*model.due, model.overdue), ".");
    if (!model.trying_again.empty()) {
        const auto next = date(next_attempt(model.trying_again));
        text = md(text, " It is being retried; next attempt ", next, ".");
    }

    std::vector<Markdown> facts{
        md("*State:* ", summary(model.states)), md("*Requested:* ", date(model.submitted))};
    if (model.action == policy::Action::grant)
        facts.push_back(
            md("*Duration:* ", duration_of(model.purpose, model.ends, model.ends_differ))
        );
    const auto reason = shortened(cleaned(model.reason), reason_units);
    if (!reason.empty()) facts.push_back(md("*Reason:* ", reason));
    const auto why = shortened(cleaned(model.why_withdrawn), reason_units);
    if (!why.empty()) facts.push_back(md("*Withdrawn:* ", why));
    if (model.shorter_end) {
        auto until = md("*Shorter time:* until ", date(*model.shorter_end));
        if (model.shortened_by) until = md(until, ", as ", named(*model.shortened_by), " decided");
        facts.push_back(until);
    }
    if (open && model.due) {
        facts.push_back(
            md(model.overdue ? md("*Overdue since:* ") : md("*Due:* "), date(*model.due))
        );
    }

    std::vector<Block> blocks{section(what, ".")};
    if (model.items.size() > 1) add(blocks, paragraphs(grant_lines(model.items)));
    blocks.push_back(fields(facts));
    add(blocks, retries(model.trying_again));
    if (open) add(blocks, who_decides(model.deciders, model.passed_over, model.beneficiary));
    blocks.push_back(view_button(model.request_key));
    return message(text, blocks);
}

Message outcome(const Outcome& model) {
    const auto line = headline(model);
    std::vector<Block> blocks{section(line)};
    add(blocks, outcome_lists(model));
    if (model.whole) blocks.push_back(section(whole_sentence(*model.whole, model.action)));
    const auto comment = quoted(model.comment);
    if (!comment.empty()) {
        const bool denied = model.kind == OutcomeKind::denied;
        blocks.push_back(section(denied ? md("*Comment:*\n") : md("*What happened:*\n"), comment));
    }
    const auto next = quoted(model.next);
    if (!next.empty()) blocks.push_back(section("*What happens next:*\n", next));
    if (!model.campaign.empty()) {
        const auto reason = quoted(model.reason);
        if (!reason.empty()) blocks.push_back(section("*Reason:*\n", reason));
        blocks.push_back(context(date(model.at), " · by the ", review_named(model.campaign)));
        return message(line, blocks);
    }
    const auto asked_by = model.requester.is_reader ? md("you") : named(model.requester);
    blocks.push_back(context(date(model.at), " · requested by ", asked_by));
    blocks.push_back(view_button(model.request_key));
    return message(line, blocks);
}

Message beneficiary_notice(const BeneficiaryNotice& model) {
    Person reader;
    reader.is_reader = true;
    const auto line = asks_sentence(model.requester, reader, model.items, model.action);
    const bool open = is_open(model.states);
    std::vector<Block> blocks{
        open ? section(line, ". You need not do anything: you are told what is decided.")
             : section(line, ".")};
    if (model.items.size() > 1) add(blocks, paragraphs(grant_lines(model.items)));
    const auto reason = shortened(cleaned(model.reason), reason_units);
    if (!reason.empty()) blocks.push_back(section("*Reason:* ", reason));
    if (model.ends || model.purpose)
        blocks.push_back(
            section("*Duration:* ", duration_of(model.purpose, model.ends, model.ends_differ))
        );
    blocks.push_back(section("*State:* ", summary(model.states)));
    if (open) add(blocks, who_decides(model.deciders, {}, reader));
    blocks.push_back(view_button(model.request_key));
    return message(md(line, ": ", summary(model.states), "."), blocks);
}

}  // namespace blocks
