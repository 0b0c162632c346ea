// Page 1 of the request form. Rows fall on pages of at most rows_per_page, so that blocks and bytes
// stay far below Slack's limits whatever the number of rows.
#include "blocks/request_form.hpp"

#include <algorithm>
#include <map>

#include "blocks/grant_list.hpp"
#include "blocks/ids.hpp"
#include "blocks/pager.hpp"

namespace blocks {

namespace {

using Rows = std::vector<OfferRow>;

constexpr std::size_t option_units = 75;
constexpr std::size_t privilege_units = 35;
constexpr std::size_t label_units = 150;

bool selectable(const OfferRow& row) {
    return !row.pending;
}

// "payments-api · write": of a name that is too long the privilege stays readable.
std::string option_text(const GrantName& grant) {
    auto resource = cleaned(grant.resource);
    auto privilege = cleaned(grant.privilege);
    if (resource.empty()) return privilege.empty() ? cleaned(grant.application) : privilege;
    if (privilege.empty()) return resource;
    if (utf16_units(resource) + utf16_units(privilege) + 3 > option_units) {
        privilege = shortened(privilege, privilege_units);
        resource = shortened(resource, option_units - 3 - utf16_units(privilege));
    }
    return resource + " · " + privilege;
}

std::string value_of(const OfferRow& row) {
    return std::to_string(row.connection.value);
}

bool same_group(const OfferRow& a, const OfferRow& b) {
    return a.grant.privileged == b.grant.privileged && a.grant.application == b.grant.application;
}

std::string application_label(const OfferRow& row, bool continued) {
    auto name = shortened(cleaned(row.grant.application), label_units);
    if (name.empty()) name = "–";
    // Said in the label too: a screen reader reads the field without its header.
    if (row.grant.privileged) name += " (privileged)";
    return continued ? name + " (continued)" : name;
}

Option option_of(const OfferRow& row) {
    return {plain(option_text(row.grant)), value_of(row), plain(row.description)};
}

// The page's part of the list as blocks.
class Page {
 public:
    Page(const Rows& rows, OfferPage page, std::uint64_t render)
        : rows_{rows}, page_{page}, render_{render} {}

    std::vector<Block> blocks() {
        bool in_privileged = false;
        for (auto at = page_.first; at < page_.last;) {
            auto end = at + 1;
            while (end < page_.last && same_group(rows_[at], rows_[end]))
                ++end;
            if (rows_[at].grant.privileged && !in_privileged) {
                in_privileged = true;
                blocks_.push_back(header("Privileged access"));
                blocks_.push_back(context("Privileged access is chosen one by one."));
            }
            add_application(at, end);
            at = end;
        }
        return std::move(blocks_);
    }

 private:
    void add_application(std::size_t first, std::size_t last) {
        bool continued = first > 0 && same_group(rows_[first - 1], rows_[first]);
        std::vector<Markdown> pending;
        std::vector<Option> options;
        std::vector<std::string> ticked;
        auto flush = [&] {
            if (options.empty()) return;
            blocks_.push_back(input(
                "grants:" + std::to_string(render_) + ":" + std::to_string(boxes_++),
                plain(application_label(rows_[first], continued)),
                checkboxes(ids::grants, options, ticked),
                {.optional = true}
            ));
            continued = true;
            options.clear();
            ticked.clear();
        };
        for (auto at = first; at < last; ++at) {
            const auto& row = rows_[at];
            if (row.pending) {
                pending.push_back(md("• ", short_name(row.grant), " – already requested, pending"));
                continue;
            }
            options.push_back(option_of(row));
            if (row.chosen) ticked.push_back(value_of(row));
            if (options.size() == most_boxes) flush();
        }
        flush();
        add(blocks_, paragraphs(pending));
    }

    const Rows& rows_;
    OfferPage page_;
    std::uint64_t render_;
    std::vector<Block> blocks_;
    std::size_t boxes_ = 0;
};

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

Markdown totals(const Rows& rows, std::size_t page, std::size_t pages) {
    const auto chosen = std::count_if(rows.begin(), rows.end(), [](const auto& row) {
        return selectable(row) && row.chosen;
    });
    const auto pending =
        std::count_if(rows.begin(), rows.end(), [](const auto& row) { return row.pending; });
    const auto offered = static_cast<std::int64_t>(rows.size()) - pending;
    auto text = md(count(offered, "access grant"), ", ", count(chosen, "chosen", "chosen"));
    if (pending > 0)
        text = md(text, ", ", count(pending, "already requested", "already requested"));
    return pages > 1 ? md(page_text(page, pages), " · ", text) : text;
}

void add_grants(std::vector<Block>& blocks, const RequestForm& model) {
    const auto reference = shortened(cleaned(model.reference->name), label_units);
    const auto beneficiary = shortened(cleaned(model.beneficiary.name), label_units);
    if (model.reference->employee == model.beneficiary.employee) {
        blocks.push_back(
            section("This is the same person. Choose somebody whose access they should get.")
        );
        return;
    }
    if (model.rows.empty()) {
        blocks.push_back(section(
            bold(reference),
            " has no access that ",
            bold(beneficiary),
            " lacks. There is nothing to request."
        ));
        return;
    }
    const auto rows = arranged(model.rows);
    const auto pages = offer_pages(rows);
    const auto page = std::min(model.page, pages.size() - 1);
    if (std::none_of(rows.begin(), rows.end(), selectable)) {
        blocks.push_back(section(
            "Everything that ",
            bold(reference),
            " has and ",
            bold(beneficiary),
            " lacks is already requested and pending."
        ));
    }
    const auto in_select_all = [](const OfferRow& row) {
        return selectable(row) && !row.grant.privileged;
    };
    if (std::any_of(rows.begin(), rows.end(), in_select_all)) blocks.push_back(select_all(model));
    add(blocks, Page{rows, pages[page], model.render}.blocks());
    blocks.push_back(context(totals(rows, page, pages.size())));
    add(blocks,
        pager_blocks({
            .block_id = "pages",
            .page = page,
            .pages = pages.size(),
            .previous_action = ids::page_previous,
            .next_action = ids::page_next,
            .previous_value = std::to_string(page - 1),
            .next_value = std::to_string(page + 1),
        }));
}

}  // namespace

std::vector<OfferRow> arranged(std::vector<OfferRow> rows) {
    std::map<std::string, std::size_t> places;
    for (const auto& row : rows)
        places.try_emplace(row.grant.application, places.size());
    std::stable_sort(rows.begin(), rows.end(), [&](const OfferRow& a, const OfferRow& b) {
        if (a.grant.privileged != b.grant.privileged) return b.grant.privileged;
        return places.at(a.grant.application) < places.at(b.grant.application);
    });
    return rows;
}

std::vector<OfferPage> offer_pages(const std::vector<OfferRow>& rows) {
    std::vector<OfferPage> pages;
    for (std::size_t first = 0; first < rows.size(); first += rows_per_page) {
        pages.push_back({first, std::min(first + rows_per_page, rows.size())});
    }
    if (pages.empty()) pages.push_back({});
    return pages;
}

std::vector<policy::ConnectionId> shown_on(const std::vector<OfferRow>& rows, std::size_t page) {
    const auto ordered = arranged(rows);
    const auto pages = offer_pages(ordered);
    std::vector<policy::ConnectionId> shown;
    if (page >= pages.size()) return shown;
    for (auto at = pages[page].first; at < pages[page].last; ++at) {
        if (selectable(ordered[at])) shown.push_back(ordered[at].connection);
    }
    return shown;
}

Option person_option(const PersonChoice& person) {
    return {plain(person.name), std::to_string(person.employee.value), plain(person.detail)};
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
BlockId select_all_block(std::uint64_t render) {
    return "select_all:" + std::to_string(render);
}
bool is_grants_block(std::string_view block_id, std::uint64_t render) {
    return block_id.starts_with("grants:" + std::to_string(render) + ":");
}

View request_form(const RequestForm& model) {
    std::vector<Block> blocks;
    if (model.notice) blocks.push_back(section(*model.notice));
    blocks.push_back(input(
        beneficiary_block(),
        "Who gets the access",
        external_select(
            ids::beneficiary,
            {.initial = person_option(model.beneficiary), .placeholder = "Search by name or e-mail"}
        ),
        {.dispatch = true}
    ));
    const Option person{"Person", std::string{access_like_person}, "What a colleague has"};
    blocks.push_back(input(
        access_like_block(),
        "Access Like",
        radio_buttons(ids::access_like, {person}, access_like_person)
    ));
    ExternalSettings search{.placeholder = "Search by name or e-mail"};
    if (model.reference) search.initial = person_option(*model.reference);
    blocks.push_back(
        input(person_block(), "Person", external_select(ids::person, search), {.dispatch = true})
    );
    if (model.reference) add_grants(blocks, model);
    return modal(
        ids::request_form,
        "Request Access",
        blocks,
        {.private_metadata = model.key, .submit = "Next", .close = "Cancel"}
    );
}

}  // namespace blocks
