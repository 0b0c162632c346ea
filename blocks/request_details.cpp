// Page 2 of the request form. Lists of names are folded with their counts; fields to choose from
// are never folded as long as a view can hold them.
#include "blocks/request_details.hpp"

#include <algorithm>

#include "blocks/card_parts.hpp"
#include "blocks/grant_list.hpp"
#include "blocks/ids.hpp"
#include "blocks/pager.hpp"

namespace blocks {

namespace {

constexpr std::size_t name_units = 100;
constexpr std::size_t most_account_lines = 60;
constexpr std::size_t most_deciders = 60;
constexpr std::size_t most_passed_over = 20;
constexpr std::size_t most_denied = 20;
constexpr int text_length = 1000;
constexpr int reason_length = 150;

std::string short_application(const IdentityChoice& choice) {
    return shortened(cleaned(choice.application), name_units);
}

Option identity_option(const IdentityOption& identity) {
    return {plain(identity.name), std::to_string(identity.identity.value)};
}

// The account that is preselected: the chosen one, if it is one of them.
const IdentityOption* chosen_of(const IdentityChoice& choice) {
    for (const auto& identity : choice.identities) {
        if (identity.identity == choice.chosen) return &identity;
    }
    return nullptr;
}

Block identity_select(const RequestDetails& model, const IdentityChoice& choice) {
    std::vector<Option> options;
    for (const auto& identity : choice.identities) {
        if (options.size() == most_options) break;
        options.push_back(identity_option(identity));
    }
    SelectSettings settings{.placeholder = "Choose an account"};
    if (const auto* chosen = chosen_of(choice)) {
        settings.initial = identity_option(*chosen);
        if (std::find(options.begin(), options.end(), *settings.initial) == options.end()) {
            options.back() = *settings.initial;
        }
    }
    InputSettings around;
    if (choice.identities.size() > options.size()) {
        around.hint = plain(
            "The first ",
            std::to_string(options.size()),
            " of ",
            count(static_cast<std::int64_t>(choice.identities.size()), "account"),
            "."
        );
    }
    return input(
        identity_block(choice.integration, model.render),
        plain("Account in ", short_application(choice)),
        static_select(ids::identity, options, settings),
        around
    );
}

Markdown left_out(const RequestDetails& model, const IdentityChoice& choice) {
    const auto who =
        model.beneficiary.is_reader ? md("You have") : md(named(model.beneficiary), " has");
    auto text =
        md("• ",
           who,
           " no account in ",
           bold(short_application(choice)),
           ": ",
           count(choice.items, "access grant is", "access grants are"),
           " left out.");
    if (choice.owner) text = md(text, " Please ask its owner ", named(*choice.owner), ".");
    if (!choice.account_url.empty())
        text = md(text, " ", link_to(choice.account_url, "Get an account"));
    return text;
}

// The sentence about an account that is not chosen from a list.
Markdown account_line(const RequestDetails& model, const IdentityChoice& choice) {
    const auto application = bold(short_application(choice));
    if (!choice.identities.empty()) {
        const auto* chosen = chosen_of(choice);
        const auto& account = chosen ? *chosen : choice.identities.front();
        return md("• ", application, ": ", shortened(cleaned(account.name), name_units));
    }
    if (choice.will_be_created) return md("• ", application, ": an account will be created.");
    return left_out(model, choice);
}

void add_accounts(std::vector<Block>& blocks, const RequestDetails& model) {
    // Room for the selects beside everything else; beyond it an account is told, not asked.
    Budget budget{40, view_bytes / 2};
    std::vector<Markdown> lines;
    std::vector<Block> selects;
    for (const auto& choice : model.identities) {
        if (choice.identities.size() > 1 && budget.blocks_left() > 0) {
            auto select = identity_select(model, choice);
            if (budget.take({select})) {
                selects.push_back(std::move(select));
                continue;
            }
        }
        lines.push_back(account_line(model, choice));
    }
    if (!lines.empty()) {
        blocks.push_back(header("Accounts"));
        add(blocks, paragraphs(at_most(std::move(lines), most_account_lines)));
    }
    add(blocks, std::move(selects));
}

void add_reason(std::vector<Block>& blocks, const RequestDetails& model) {
    std::vector<Option> options;
    for (const auto& reason : model.reasons) {
        if (options.size() == most_options) break;
        options.push_back({plain(reason), reason_value(options.size())});
    }
    if (!options.empty()) {
        SelectSettings settings{.placeholder = "Choose a reason"};
        if (model.reason && *model.reason < options.size())
            settings.initial = options[*model.reason];
        blocks.push_back(
            input(reason_block(), "Reason", static_select(ids::reason, options, settings))
        );
    }
    if (model.asks_other) {
        blocks.push_back(input(
            reason_other_block(),
            "Other",
            plain_text_input(
                ids::reason_other,
                {.max_length = reason_length,
                 .initial = model.reason_other,
                 .placeholder = "Which reason?"}
            ),
            {.hint = "Needed if you chose Other as the reason.", .optional = true}
        ));
    }
    blocks.push_back(input(
        details_block(),
        "Details",
        plain_text_input(
            ids::details, {.multiline = true, .max_length = text_length, .initial = model.details}
        ),
        {.optional = true}
    ));
}

void add_deciders(std::vector<Block>& blocks, const RequestDetails& model) {
    blocks.push_back(header("Who decides"));
    std::vector<Markdown> lines;
    for (const auto& decider : model.deciders) {
        const auto place = std::to_string(lines.size() + 1);
        lines.push_back(md(place, ". ", decider_line(decider, model.beneficiary)));
    }
    const bool by_policy = !model.at_once.empty() || !model.denied.empty();
    if (lines.empty() && !by_policy) lines.push_back(md("Nobody can decide about this yet."));
    lines = at_most(std::move(lines), most_deciders);
    if (!model.at_once.empty())
        lines.push_back(
            md("• Approved at once by the policy: ", bold(what_text(model.at_once)), ".")
        );
    std::vector<Markdown> denied;
    for (const auto& one : model.denied)
        denied.push_back(md("• Denied by the policy: ", denied_line(one)));
    for (auto& line : at_most(std::move(denied), most_denied))
        lines.push_back(std::move(line));
    add(blocks, paragraphs(lines));

    std::vector<Markdown> skipped;
    for (const auto& one : model.passed_over)
        skipped.push_back(sentence(one, model.beneficiary));
    if (!skipped.empty()) add(blocks, paragraphs(at_most(std::move(skipped), most_passed_over)));
}

}  // namespace

BlockId identity_block(policy::IntegrationId integration, std::uint64_t render) {
    return "identity:" + std::to_string(integration.value) + ":" + std::to_string(render);
}
BlockId reason_block() {
    return ids::reason;
}
BlockId reason_other_block() {
    return ids::reason_other;
}
BlockId details_block() {
    return ids::details;
}
std::string reason_value(std::size_t index) {
    return std::to_string(index);
}

View request_details(const RequestDetails& model) {
    std::vector<Block> blocks;
    if (model.notice) blocks.push_back(section(*model.notice));
    const auto whom = model.beneficiary.is_reader ? md("you") : named(model.beneficiary);
    const auto what = bold(what_text(model.items));
    const bool removes = model.action == policy::Action::revoke;
    blocks.push_back(section(what_for_whom(removes ? md("Remove ", what) : what, whom, model.action)
    ));
    if (model.items.size() > 1) add(blocks, paragraphs(grant_lines(model.items)));
    add_accounts(blocks, model);
    add_reason(blocks, model);
    add_deciders(blocks, model);
    blocks.push_back(actions("back", {button(ids::back, "Back")}));
    return modal(
        ids::request_details,
        "Request Access",
        blocks,
        {.private_metadata = model.key, .submit = "Submit", .close = "Cancel"}
    );
}

}  // namespace blocks
