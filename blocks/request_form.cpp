#include "blocks/request_form.hpp"

#include <cmath>

#include "blocks/grant_list.hpp"
#include "blocks/ids.hpp"
#include "blocks/pager.hpp"

namespace blocks {

namespace {

using policy::AccessLike;
using policy::Action;

constexpr std::size_t name_units = 150;

std::string name_of(const PersonChoice& person) {
    return shortened(cleaned(person.name), name_units);
}

// "at least half", "at least 70%".
std::string share_text(double share) {
    if (share == 0.5) return "at least half";
    return "at least " + std::to_string(std::lround(share * 100)) + "%";
}

bool browses(const RequestForm& model) {
    return model.like == AccessLike::custom && model.action == Action::grant;
}

// Whether it is said what the list is of.
bool has_subject(const RequestForm& model) {
    switch (model.like) {
        case AccessLike::person:
            return model.reference.has_value();
        case AccessLike::title:
            return model.title.has_value();
        case AccessLike::custom:
            return true;
    }
    return false;
}

bool same_person(const RequestForm& model) {
    return model.like == AccessLike::person &&
           model.reference->employee == model.beneficiary.employee;
}

// Whose list it is, at the beginning of a sentence.
Markdown subject(const RequestForm& model) {
    if (model.like == AccessLike::person) return bold(name_of(*model.reference));
    if (model.like == AccessLike::custom)
        return bold(shortened(model.application->name, name_units));
    return md(
        "The ",
        count(model.title->holders, "holder"),
        " of ",
        bold(shortened(cleaned(model.title->title), name_units))
    );
}

Markdown nothing_at_all(const RequestForm& model) {
    if (model.like == AccessLike::person) return md(subject(model), " has no access.");
    if (model.like == AccessLike::custom) {
        return md(subject(model), " has no access that can be requested.");
    }
    if (model.title->holders == 0) {
        const auto title = shortened(cleaned(model.title->title), name_units);
        return md("Nobody has the title ", bold(title), " any more.");
    }
    return md(
        subject(model), " have no access that ", share_text(model.title_share), " of them share."
    );
}

// Why there is nothing to choose from.
Markdown why_empty(const RequestForm& model) {
    const auto beneficiary = bold(name_of(model.beneficiary));
    if (model.like == AccessLike::custom && model.action == Action::revoke) {
        return md(beneficiary, " has no access that could be removed.");
    }
    if (browses(model) && !model.application) {
        return md("Nothing is chosen yet. Search for access, or browse an application.");
    }
    if (model.has == 0) return nothing_at_all(model);
    if (model.list.left_out > 0) {
        return md(
            "What ",
            beneficiary,
            " lacks of it (",
            count(model.list.left_out, "access grant"),
            ") cannot be requested."
        );
    }
    if (model.like == AccessLike::title) {
        return md(
            beneficiary,
            " has everything that ",
            share_text(model.title_share),
            " of the ",
            count(model.title->holders, "holder"),
            " of ",
            bold(shortened(cleaned(model.title->title), name_units)),
            " have. There is nothing to request."
        );
    }
    return md(
        subject(model), " has no access that ", beneficiary, " lacks. There is nothing to request."
    );
}

Block select_all(const RequestForm& model) {
    const Option all{"Select all access grants", std::string{select_all_value}};
    const std::vector<std::string> ticked =
        model.all_ticked ? std::vector{std::string{select_all_value}} : std::vector<std::string>{};
    return input(
        select_all_block(model.render),
        "Access Grants",
        checkboxes(ids::select_all, {all}, ticked),
        {.hint = "Privileged access is chosen one by one.", .optional = true, .dispatch = true}
    );
}

Block person_field(const RequestForm& model) {
    ExternalSettings search{.placeholder = "Search by name or e-mail"};
    if (model.reference) search.initial = person_option(*model.reference);
    return input(
        person_block(), "Person", external_select(ids::person, search), {.dispatch = true}
    );
}

Block title_field(const RequestForm& model) {
    ExternalSettings search{.placeholder = "Search job titles"};
    if (model.title) search.initial = title_option(*model.title);
    return input(
        title_block(), "Job Title", external_select(ids::title, search), {.dispatch = true}
    );
}

Block find_access(const RequestForm& model, const Plain& hint) {
    return input(
        find_access_block(model.render),
        "Find access",
        external_select(
            ids::find_access, {.placeholder = "Search application, resource or privilege"}
        ),
        {.hint = hint, .optional = true, .dispatch = true}
    );
}

void add_catalogue(std::vector<Block>& blocks, const RequestForm& model) {
    blocks.push_back(find_access(model, "What you choose is added to the list below."));
    ExternalSettings applications{.placeholder = "Choose an application", .min_query_length = 0};
    if (model.application) applications.initial = application_option(*model.application);
    blocks.push_back(input(
        browse_block(model.render),
        "Browse an application",
        external_select(ids::browse, applications),
        {.optional = true, .dispatch = true}
    ));
    if (!model.application) {
        if (!model.list.empty()) blocks.push_back(header("Chosen access"));
        return;
    }
    blocks.push_back(header(plain("Access in ", shortened(cleaned(model.application->name), 100))));
    blocks.push_back(actions("chosen", {button(ids::show_chosen, "Show what is chosen")}));
}

void add_reference(std::vector<Block>& blocks, const RequestForm& model) {
    switch (model.like) {
        case AccessLike::person:
            blocks.push_back(person_field(model));
            break;
        case AccessLike::title:
            blocks.push_back(title_field(model));
            break;
        case AccessLike::custom: {
            const Option grant{"Grant", std::string{policy::word(Action::grant)}, "Access to get"};
            const Option revoke{
                "Revoke", std::string{policy::word(Action::revoke)}, "Access to remove"};
            blocks.push_back(input(
                custom_action_block(),
                "Grant or Revoke",
                radio_buttons(ids::custom_action, {grant, revoke}, policy::word(model.action)),
                {.dispatch = true}
            ));
            if (browses(model)) add_catalogue(blocks, model);
            if (!browses(model) && !model.list.empty())
                blocks.push_back(find_access(model, "What you choose is ticked in the list below.")
                );
            break;
        }
    }
}

Markdown totals(const RequestForm& model) {
    if (browses(model) && model.application) {
        auto text = md(count(model.list.offered, "access grant"), " to choose from");
        if (model.list.pending > 0) {
            text =
                md(text, ", ", count(model.list.pending, "already requested", "already requested"));
        }
        const auto elsewhere = model.chosen_in_all - chosen_here(model.list);
        if (elsewhere > 0) text = md(text, " · ", number(elsewhere), " chosen elsewhere");
        if (model.list.pages == 1) return text;
        return md(page_text(model.list.page, model.list.pages), " · ", text);
    }
    auto text = offer_totals(model.list);
    if (model.list.left_out > 0) {
        text =
            md(text,
               " · ",
               count(model.list.left_out, "more that", "more that"),
               " cannot be requested");
    }
    return text;
}

void add_grants(std::vector<Block>& blocks, const RequestForm& model) {
    if (same_person(model)) {
        blocks.push_back(
            section("This is the same person. Choose somebody whose access they should get.")
        );
        return;
    }
    if (model.list.empty()) {
        blocks.push_back(section(why_empty(model)));
        return;
    }
    if (model.list.offered == 0) {
        blocks.push_back(
            section("All of this is already requested and pending: there is nothing to choose.")
        );
    }
    if (model.list.for_select_all && !browses(model)) blocks.push_back(select_all(model));
    add(blocks, offer_blocks(model.list, model.render));
    blocks.push_back(context(totals(model)));
    add(blocks,
        pager_blocks({
            .block_id = "pages",
            .page = model.list.page,
            .pages = model.list.pages,
            .previous_action = ids::page_previous,
            .next_action = ids::page_next,
            .previous_value = std::to_string(model.list.page - 1),
            .next_value = std::to_string(model.list.page + 1),
        }));
}

}  // namespace

Option person_option(const PersonChoice& person) {
    return {plain(person.name), std::to_string(person.employee.value), plain(person.detail)};
}

Option title_option(const TitleChoice& title) {
    return {plain(title.title), title.key, plain(count(title.holders, "holder"))};
}

Option application_option(const ApplicationChoice& application) {
    return {plain(application.name), std::to_string(application.integration.value)};
}

Option grant_option(const GrantChoice& choice) {
    auto detail = shortened(cleaned(choice.grant.application), 40);
    if (choice.grant.privileged) detail += " · privileged";
    if (choice.pending) detail += " · already requested";
    return {
        plain(option_text(choice.grant)), std::to_string(choice.connection.value), plain(detail)};
}

std::string held_by(std::int64_t holders, std::int64_t of) {
    return "held by " + number(holders) + " of " + number(of);
}

BlockId beneficiary_block() {
    return ids::beneficiary;
}
BlockId access_like_block() {
    return ids::access_like;
}
BlockId person_block() {
    return ids::person;
}
BlockId title_block() {
    return ids::title;
}
BlockId custom_action_block() {
    return ids::custom_action;
}
BlockId select_all_block(std::uint64_t render) {
    return "select_all:" + std::to_string(render);
}
BlockId find_access_block(std::uint64_t render) {
    return "find_access:" + std::to_string(render);
}
BlockId browse_block(std::uint64_t render) {
    return "browse:" + std::to_string(render);
}

View request_form(const RequestForm& model) {
    std::vector<Block> blocks;
    if (model.notice) blocks.push_back(section(*model.notice));
    blocks.push_back(input(
        beneficiary_block(),
        model.like == AccessLike::custom && model.action == Action::revoke
            ? Plain{"Whose access"}
            : Plain{"Who gets the access"},
        external_select(
            ids::beneficiary,
            {.initial = person_option(model.beneficiary), .placeholder = "Search by name or e-mail"}
        ),
        {.dispatch = true}
    ));
    const std::vector<Option> likes{
        {"Person", "person", "What a colleague has"},
        {"Job Title", "title", "What people with a job title have in common"},
        {"Custom", "custom", "Anything, chosen one by one"}};
    blocks.push_back(input(
        access_like_block(),
        "Access Like",
        radio_buttons(ids::access_like, likes, policy::word(model.like)),
        {.dispatch = true}
    ));
    add_reference(blocks, model);
    if (has_subject(model)) add_grants(blocks, model);
    if (model.dropped > 0) {
        blocks.push_back(context(
            count(model.dropped, "access grant that was", "access grants that were"),
            " chosen before cannot be any more, and will not be part of the request."
        ));
    }
    return modal(
        ids::request_form,
        "Request Access",
        blocks,
        {.private_metadata = model.key, .submit = "Next", .close = "Cancel"}
    );
}

}  // namespace blocks
