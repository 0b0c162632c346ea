// Rows fall on pages of at most rows_per_page, so that blocks and bytes stay far below Slack's
// limits whatever the number of rows.
#include "blocks/offer_list.hpp"

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

class Page {
 public:
    Page(const OfferList& list, std::uint64_t render) : list_{list}, render_{render} {}

    std::vector<Block> blocks() {
        const auto& rows = list_.rows;
        bool in_privileged = false;
        for (std::size_t at = 0; at < rows.size();) {
            auto end = at + 1;
            while (end < rows.size() && same_group(rows[at], rows[end]))
                ++end;
            if (rows[at].grant.privileged && !in_privileged) {
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
        bool continued = first == 0 && list_.continued;
        std::vector<Markdown> pending;
        std::vector<Option> options;
        std::vector<std::string> ticked;
        auto flush = [&] {
            if (options.empty()) return;
            blocks_.push_back(input(
                "grants:" + std::to_string(render_) + ":" + std::to_string(boxes_++),
                plain(application_label(list_.rows[first], continued)),
                checkboxes(ids::grants, options, ticked),
                {.optional = true, .dispatch = true}
            ));
            continued = true;
            options.clear();
            ticked.clear();
        };
        for (auto at = first; at < last; ++at) {
            const auto& row = list_.rows[at];
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

    const OfferList& list_;
    std::uint64_t render_;
    std::vector<Block> blocks_;
    std::size_t boxes_ = 0;
};

}  // namespace

// Of a name that is too long the privilege stays readable.
std::string option_text(const GrantName& grant) {
    auto resource = cleaned(grant.resource);
    auto privilege = cleaned(grant.privilege);
    if (resource.empty()) return privilege.empty() ? cleaned(grant.application) : privilege;
    if (privilege.empty()) return resource;
    if (utf16_units(resource) + utf16_units(privilege) + 3 > option_units) {
        privilege = shortened(privilege, privilege_units);
        resource = shortened_inside(resource, option_units - 3 - utf16_units(privilege));
    }
    return resource + " · " + privilege;
}

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

OfferList offer_list(std::vector<OfferRow> rows, std::size_t page) {
    OfferList list;
    for (const auto& row : rows) {
        if (row.pending) {
            ++list.pending;
            continue;
        }
        ++list.offered;
        if (row.chosen) ++list.chosen;
        if (!row.grant.privileged) list.for_select_all = true;
    }
    list.pages = pages_for(rows.size(), rows_per_page);
    list.page = std::min(page, list.pages - 1);
    const auto ordered = arranged(std::move(rows));
    const auto first = std::min(list.page * rows_per_page, ordered.size());
    const auto last = std::min(first + rows_per_page, ordered.size());
    list.rows.assign(
        ordered.begin() + static_cast<std::ptrdiff_t>(first),
        ordered.begin() + static_cast<std::ptrdiff_t>(last)
    );
    list.continued = first > 0 && same_group(ordered[first - 1], ordered[first]);
    return list;
}

std::vector<policy::ConnectionId> shown_on(const OfferList& list) {
    std::vector<policy::ConnectionId> shown;
    for (const auto& row : list.rows) {
        if (!row.pending) shown.push_back(row.connection);
    }
    return shown;
}

std::vector<Block> offer_blocks(const OfferList& list, std::uint64_t render) {
    return Page{list, render}.blocks();
}

std::int64_t chosen_here(const OfferList& list) {
    return std::count_if(list.rows.begin(), list.rows.end(), [](const OfferRow& row) {
        return row.chosen;
    });
}

Markdown offer_totals(const OfferList& list) {
    auto text = md(count(list.offered, "access grant"));
    if (list.pending > 0) {
        text = md(text, ", ", count(list.pending, "already requested", "already requested"));
    }
    const auto elsewhere = list.chosen - chosen_here(list);
    if (elsewhere > 0) text = md(text, " · ", number(elsewhere), " chosen on other pages");
    return list.pages > 1 ? md(page_text(list.page, list.pages), " · ", text) : text;
}

bool is_grants_block(std::string_view block_id, std::uint64_t render) {
    return block_id.starts_with("grants:" + std::to_string(render) + ":");
}

}  // namespace blocks
