#include "blocks/outcome_parts.hpp"

#include <algorithm>

#include "blocks/card_parts.hpp"
#include "blocks/grant_list.hpp"
#include "blocks/pager.hpp"

namespace blocks {

namespace {

constexpr std::size_t most_in_a_sentence = 3;
constexpr std::size_t application_units = 40;
constexpr std::size_t problem_units = 200;
constexpr std::size_t most_trying_again = 5;

// A few by their names; of many, how many there are and where.
std::string names_text(const std::vector<GrantName>& items) {
    if (items.size() > most_in_a_sentence) return what_text(items);
    std::string text;
    for (std::size_t at = 0; at < items.size(); ++at) {
        if (at > 0) text += at + 1 == items.size() ? " and " : ", ";
        text += what_text({items[at]});
    }
    return text;
}

}  // namespace

Markdown partly_headline(const Outcome& model) {
    const auto who = model.beneficiary.is_reader ? md("You") : named(model.beneficiary);
    const auto done = bold(names_text(model.items));
    const auto not_done = bold(names_text(model.not_done));
    if (model.action == policy::Action::revoke) {
        const auto lacks =
            model.beneficiary.is_reader ? md(" do not have ") : md(" does not have ");
        return md(
            "*Partly removed:* ",
            who,
            lacks,
            done,
            " any more; ",
            not_done,
            model.in_doubt ? md(" may have been removed; it is not confirmed.")
                           : md(" could not be removed.")
        );
    }
    const auto has = model.beneficiary.is_reader ? md(" have ") : md(" has ");
    const auto until = model.ends ? md(", ", duration_of(model.ends)) : Markdown{};
    return md(
        "*Partly granted:* ",
        who,
        has,
        done,
        " now",
        until,
        "; ",
        not_done,
        " could not be granted."
    );
}

std::vector<Block> outcome_lists(const Outcome& model) {
    std::vector<Block> blocks;
    const bool removes = model.action == policy::Action::revoke;
    const bool partly = model.kind == OutcomeKind::partly;
    if (partly && model.items.size() + model.not_done.size() > 2) {
        blocks.push_back(section(removes ? md("*Removed:*") : md("*Granted:*")));
        add(blocks, paragraphs(grant_lines(model.items)));
        blocks.push_back(section(removes ? md("*Not removed:*") : md("*Not granted:*")));
        add(blocks, paragraphs(grant_lines(model.not_done)));
    } else if (model.items.size() > 1) {
        add(blocks, paragraphs(grant_lines(model.items)));
    }
    return blocks;
}

Markdown whole_sentence(const WholeRequest& whole, policy::Action action) {
    const bool removes = action == policy::Action::revoke;
    const bool all = whole.failed.empty() && whole.denied.empty() && whole.other.empty();
    if (all) {
        const auto how_many = static_cast<std::int64_t>(whole.carried_out.size());
        return md(
            "With this, all ",
            count(how_many, "access grant", "access grants"),
            " of the request are ",
            removes ? md("removed.") : md("granted.")
        );
    }
    std::vector<Markdown> parts;
    const auto part = [&](const Markdown& word, const std::vector<GrantName>& items) {
        if (!items.empty()) parts.push_back(md(word, " ", names_text(items)));
    };
    part(removes ? md("*removed:*") : md("*granted:*"), whole.carried_out);
    part(removes ? md("*could not be removed:*") : md("*could not be granted:*"), whole.failed);
    part(md("*denied:*"), whole.denied);
    part(md("*withdrawn or expired:*"), whole.other);
    return md("With this the request has ended: ", joined(parts, "; "), ".");
}

std::vector<Block> retries(const std::vector<TryingAgain>& trying_again) {
    std::vector<Markdown> lines;
    for (const auto& again : trying_again) {
        lines.push_back(
            md(bold(shortened(cleaned(again.application), application_units)),
               ": ",
               count(again.items, "access grant is", "access grants are"),
               " being retried; next attempt ",
               date(again.next),
               ". ",
               shortened(cleaned(again.problem), problem_units))
        );
    }
    return paragraphs(at_most(std::move(lines), most_trying_again));
}

policy::Instant next_attempt(const std::vector<TryingAgain>& trying_again) {
    return std::min_element(
               trying_again.begin(),
               trying_again.end(),
               [](const TryingAgain& a, const TryingAgain& b) { return a.next < b.next; }
    )->next;
}

}  // namespace blocks
