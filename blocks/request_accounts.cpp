// Which account gets an application's grants: told where there is nothing to choose, else chosen.
// A service account is never chosen by the form itself.
#include "blocks/request_accounts.hpp"

#include <algorithm>
#include <optional>
#include <set>

#include "blocks/ids.hpp"
#include "blocks/pager.hpp"

namespace blocks {

namespace {

constexpr std::size_t name_units = 100;
// Of one page; half of it where there are several.
constexpr std::size_t most_account_lines = 60;
constexpr std::size_t most_selects = 40;

std::string short_application(const IdentityChoice& choice) {
    return shortened(cleaned(choice.application), name_units);
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

bool can_be_created(const IdentityChoice& choice) {
    return choice.will_be_created || choice.can_be_created;
}

// Whether there is something to choose from.
bool to_choose(const IdentityChoice& choice) {
    return choice.identities.size() > 1 || (choice.identities.size() == 1 && !has_own(choice));
}

// Whether nothing of it is asked for unless a service account is chosen.
bool wants_attention(const IdentityChoice& choice) {
    return !has_own(choice) && !can_be_created(choice);
}

// Said at the field, for whom the page is.
Literal own_account(const Person& beneficiary) {
    return beneficiary.is_reader ? Literal{"You have no account of your own. "}
                                 : Literal{"There is no account of their own. "};
}

Block identity_select(const RequestDetails& model, const IdentityChoice& choice) {
    std::vector<Option> options;
    if (can_be_created(choice)) options.push_back(new_account_option());
    for (const auto& identity : choice.identities)
        options.push_back(identity_option(identity));
    std::optional<Option> initial;
    if (const auto* chosen = chosen_of(choice)) {
        initial = identity_option(*chosen);
    } else if (choice.will_be_created) {
        initial = new_account_option();
    }
    InputSettings around{.dispatch = true};
    if (wants_attention(choice)) {
        // Without a choice the rest is sent all the same.
        around.optional = true;
        around.hint = plain(
            own_account(model.beneficiary),
            "Without a choice ",
            count(choice.items, "access grant is", "access grants are"),
            " left out."
        );
    }
    const auto block = identity_block(choice.integration, model.render);
    const auto label = plain("Account in ", short_application(choice));
    if (options.size() <= most_options) {
        const SelectSettings settings{.initial = initial, .placeholder = "Choose an account"};
        return input(block, label, static_select(ids::identity, options, settings), around);
    }
    const ExternalSettings search{
        .initial = initial, .placeholder = "Search the accounts", .min_query_length = 0};
    return input(block, label, external_select(ids::identity, search), around);
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

// What is told and asked about the account in one application.
struct Account {
    std::vector<Markdown> lines;
    std::optional<Block> select;
};

Account account_of(const RequestDetails& model, const IdentityChoice& choice) {
    Account account;
    if (choice.already > 0) account.lines.push_back(already_line(choice));
    if (!to_choose(choice)) {
        account.lines.push_back(account_line(model, choice));
        return account;
    }
    account.select = identity_select(model, choice);
    if (wants_attention(choice)) account.lines.push_back(only_service(model, choice));
    return account;
}

struct AccountPage {
    std::vector<Markdown> lines;
    std::vector<Block> selects;
};

// In pages of so many lines and selects, which leave room for everything else.
std::vector<AccountPage> pages_of(
    const RequestDetails& model,
    const std::vector<const IdentityChoice*>& choices,
    std::size_t lines,
    std::size_t selects
) {
    std::vector<AccountPage> pages(1);
    Budget budget{selects, view_bytes / 2};
    for (const auto* choice : choices) {
        auto account = account_of(model, *choice);
        const bool fits = pages.back().lines.size() + account.lines.size() <= lines &&
                          (!account.select || budget.take({*account.select}));
        if (!fits) {
            pages.emplace_back();
            budget = Budget{selects, view_bytes / 2};
            if (account.select) budget.take({*account.select});
        }
        auto& page = pages.back();
        for (auto& line : account.lines)
            page.lines.push_back(std::move(line));
        if (account.select) page.selects.push_back(*std::move(account.select));
    }
    return pages;
}

std::vector<AccountPage> pages_of(const RequestDetails& model) {
    std::vector<const IdentityChoice*> choices;
    for (const auto& choice : model.identities)
        choices.push_back(&choice);
    auto pages = pages_of(model, choices, most_account_lines, most_selects);
    if (pages.size() == 1) return pages;
    // Nobody turns twenty pages to see that nothing is amiss on them.
    std::stable_partition(choices.begin(), choices.end(), [](const auto* choice) {
        return wants_attention(*choice);
    });
    return pages_of(model, choices, most_account_lines / 2, most_selects / 2);
}

// Of all pages what is not asked for, because there is no account.
Markdown left_out_in_all(const RequestDetails& model) {
    std::int64_t applications = 0;
    std::int64_t items = 0;
    for (const auto& choice : model.identities) {
        if (choice.items == 0 || choice.chosen || choice.will_be_created) continue;
        if (has_own(choice)) continue;
        ++applications;
        items += choice.items;
    }
    if (items == 0) return md("");
    return md(
        ". In ",
        number(applications),
        " of them there is no account: ",
        count(items, "access grant is", "access grants are"),
        " left out"
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

Option identity_option(const IdentityOption& identity) {
    Option option{plain(identity.name), std::to_string(identity.identity.value)};
    if (identity.service) option.description = "Service account";
    return option;
}

Option new_account_option() {
    return {"A new account", std::string{new_account_value}, "Made once the access is granted"};
}

std::vector<Block> account_blocks(const RequestDetails& model) {
    const auto pages = pages_of(model);
    const auto at = std::min(model.accounts_page, pages.size() - 1);
    const auto& page = pages[at];
    std::vector<Block> blocks;
    if (!page.lines.empty() || pages.size() > 1) blocks.push_back(header("Accounts"));
    if (pages.size() > 1) {
        // Of access to remove each account is a choice of its own.
        std::set<policy::IntegrationId> applications;
        for (const auto& choice : model.identities)
            applications.insert(choice.integration);
        const auto all = static_cast<std::int64_t>(applications.size());
        blocks.push_back(context(count(all, "application"), left_out_in_all(model)));
    }
    add(blocks, paragraphs(page.lines));
    add(blocks, page.selects);
    add(blocks, modal_pager(at, pages.size()));
    return blocks;
}

}  // namespace blocks
