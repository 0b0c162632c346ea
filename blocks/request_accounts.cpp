// Which account gets an application's grants: told where there is nothing to choose, else chosen.
// A service account is never chosen by the form itself.
#include "blocks/request_accounts.hpp"

#include <algorithm>

#include "blocks/ids.hpp"
#include "blocks/pager.hpp"

namespace blocks {

namespace {

constexpr std::size_t name_units = 100;
constexpr std::size_t most_account_lines = 60;

std::string short_application(const IdentityChoice& choice) {
    return shortened(cleaned(choice.application), name_units);
}

Option identity_option(const IdentityOption& identity) {
    Option option{plain(identity.name), std::to_string(identity.identity.value)};
    if (identity.service) option.description = "Service account";
    return option;
}

Option new_account() {
    return {"A new account", std::string{new_account_value}, "Made once the access is granted"};
}

const IdentityOption* chosen_of(const IdentityChoice& choice) {
    for (const auto& identity : choice.identities) {
        if (identity.identity == choice.chosen) return &identity;
    }
    return nullptr;
}

bool has_own(const IdentityChoice& choice) {
    return std::any_of(choice.identities.begin(), choice.identities.end(), [](const auto& one) {
        return !one.service;
    });
}

// Whether there is something to choose from.
bool to_choose(const IdentityChoice& choice) {
    return choice.identities.size() > 1 || (choice.identities.size() == 1 && !has_own(choice));
}

// Said at the field, for whom the page is.
Literal own_account(const Person& beneficiary) {
    return beneficiary.is_reader ? Literal{"You have no account of your own. "}
                                 : Literal{"There is no account of their own. "};
}

Block identity_select(const RequestDetails& model, const IdentityChoice& choice) {
    std::vector<Option> options;
    if (choice.will_be_created) options.push_back(new_account());
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
    } else if (choice.will_be_created) {
        settings.initial = new_account();
    }
    const auto shown = options.size() - (choice.will_be_created ? 1 : 0);
    InputSettings around{.dispatch = true};
    if (choice.identities.size() > shown) {
        around.hint = plain(
            "The first ",
            std::to_string(shown),
            " of ",
            count(static_cast<std::int64_t>(choice.identities.size()), "account"),
            "."
        );
    } else if (!has_own(choice) && !choice.will_be_created) {
        // Without a choice the rest is sent all the same.
        around.optional = true;
        around.hint = plain(
            own_account(model.beneficiary),
            "Without a choice ",
            count(choice.items, "access grant is", "access grants are"),
            " left out."
        );
    }
    return input(
        identity_block(choice.integration, model.render),
        plain("Account in ", short_application(choice)),
        static_select(ids::identity, options, settings),
        around
    );
}

Markdown who_has(const Person& beneficiary) {
    return beneficiary.is_reader ? md("You have") : md(named(beneficiary), " has");
}

// Whom to ask for an account, and where to get one.
Markdown with_help(Markdown text, const IdentityChoice& choice) {
    if (choice.owner) text = md(text, " Please ask its owner ", named(*choice.owner), ".");
    if (!choice.account_url.empty())
        text = md(text, " ", link_to(choice.account_url, "Get an account"));
    return text;
}

Markdown left_out(const Person& beneficiary, const IdentityChoice& choice) {
    const auto text =
        md("• ",
           who_has(beneficiary),
           " no account in ",
           bold(short_application(choice)),
           ": ",
           count(choice.items, "access grant is", "access grants are"),
           " left out.");
    return with_help(text, choice);
}

// The sentence about an account that is not chosen from a list.
Markdown account_line(const RequestDetails& model, const IdentityChoice& choice) {
    const auto application = bold(short_application(choice));
    const auto* chosen = chosen_of(choice);
    if (chosen || has_own(choice)) {
        const auto& account = chosen ? *chosen : choice.identities.front();
        return md("• ", application, ": ", shortened(cleaned(account.name), name_units));
    }
    if (choice.will_be_created) return md("• ", application, ": an account will be created.");
    return left_out(model.beneficiary, choice);
}

// Where only a service account could be chosen, and none is: whom to ask for one of their own.
Markdown only_service(const RequestDetails& model, const IdentityChoice& choice) {
    const auto text =
        md("• ",
           who_has(model.beneficiary),
           model.beneficiary.is_reader ? Literal{" no account of your own in "}
                                       : Literal{" no account of their own in "},
           bold(short_application(choice)),
           ".");
    return with_help(text, choice);
}

Markdown already_line(const IdentityChoice& choice) {
    const auto* chosen = chosen_of(choice);
    const auto account = chosen ? shortened(cleaned(chosen->name), name_units) : "The account";
    return md(
        "• ",
        bold(short_application(choice)),
        ": ",
        account,
        " has, or waits for, ",
        count(choice.already, "access grant"),
        " already: left out."
    );
}

// Lines for one section: what does not fit is counted.
constexpr std::size_t notice_units = section_units - 200;

}  // namespace

Markdown nothing_to_give(const Person& beneficiary, const std::vector<IdentityChoice>& choices) {
    std::vector<Markdown> lines{md("*Nothing of this can be requested now.*")};
    std::size_t units = 0;
    for (const auto& choice : choices) {
        auto line = choice.items == 0 ? already_line(choice) : left_out(beneficiary, choice);
        units += utf16_units(line.source()) + 1;
        if (units > notice_units && lines.size() > 1) break;
        lines.push_back(std::move(line));
    }
    const auto more = static_cast<std::int64_t>(choices.size() + 1 - lines.size());
    if (more > 0)
        lines.push_back(
            md("And the same of ", count(more, "more application", "more applications"), ".")
        );
    return joined(lines, "\n");
}

std::vector<Block> account_blocks(const RequestDetails& model) {
    // Room for the selects beside everything else; beyond it an account is told, not asked.
    Budget budget{40, view_bytes / 2};
    std::vector<Markdown> lines;
    std::vector<Block> selects;
    for (const auto& choice : model.identities) {
        if (choice.already > 0) lines.push_back(already_line(choice));
        if (to_choose(choice) && budget.blocks_left() > 0) {
            auto select = identity_select(model, choice);
            if (budget.take({select})) {
                selects.push_back(std::move(select));
                if (!has_own(choice) && !choice.will_be_created)
                    lines.push_back(only_service(model, choice));
                continue;
            }
        }
        lines.push_back(account_line(model, choice));
    }
    std::vector<Block> blocks;
    if (!lines.empty()) {
        blocks.push_back(header("Accounts"));
        add(blocks, paragraphs(at_most(std::move(lines), most_account_lines)));
    }
    add(blocks, std::move(selects));
    return blocks;
}

}  // namespace blocks
