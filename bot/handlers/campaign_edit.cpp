// The form of a campaign, opened and sent. What it lacks or has wrong is said at the field.
#include <algorithm>
#include <cctype>
#include <map>

#include "blocks/campaign_edit.hpp"
#include "blocks/ids.hpp"
#include "blocks/notice.hpp"
#include "bot/duration_text.hpp"
#include "bot/handlers/campaign_manage.hpp"
#include "bot/handlers/clicks.hpp"
#include "bot/models/campaign_manage.hpp"
#include "bot/models/people.hpp"
#include "bot/workflow/campaigns.hpp"
#include "store/directory.hpp"
#include "store/directory_words.hpp"

namespace bot::handlers {
namespace {

namespace ids = blocks::ids;

using store::ScopeKind;
using workflow::Act;
using workflow::CampaignField;

using Errors = std::vector<std::pair<std::string, std::string>>;

// Three weeks from the next full hour on, by the defaults of the settings.
store::CampaignRow fresh(const Act& act) {
    store::CampaignRow row;
    row.owner = act.by;
    row.starts = std::chrono::ceil<std::chrono::hours>(act.now());
    row.ends = row.starts + std::chrono::days{21};
    row.late = act.rules.campaign_late;
    row.late_before = act.rules.campaign_late_before;
    return row;
}

// The draft that a form is about, a fresh one for the form of a new campaign; nothing if it is no
// draft any more.
std::optional<store::CampaignRow> draft_of(const Act& act, std::string_view key) {
    if (key.empty()) return fresh(act);
    const auto id = models::id_of(key);
    auto row = id ? store::find_campaign(act.tx, {*id}) : std::nullopt;
    const bool draft =
        row && row->state == policy::CampaignState::draft && row->job == store::CampaignJob::none;
    return draft ? row : std::nullopt;
}

blocks::View no_draft() {
    return blocks::notice_modal(
        "Campaign", {blocks::md("It is no draft any more: it cannot be changed.")}
    );
}

blocks::View form_modal(const Act& act, std::string_view key) {
    if (!manages_campaigns(act.tx, act.by)) return only_risk_managers(act.tx, act.by);
    const auto row = draft_of(act, key);
    if (!row) return no_draft();
    return blocks::campaign_edit(models::campaign_edit(act.tx, *row));
}

store::Task<void> open_form(App& app, const BlockActions& click, std::string key) {
    auto work = [&](const Act& act, const policy::Employee&) { return form_modal(act, key); };
    const auto delivery = click.dedupe_key();
    const auto done = co_await act_once(app, click.actor, delivery, work);
    if (done.result) show_modal(app, click, *done.result);
    if (done.refusal) show_refusal(app, click, *done.refusal);
}

// Reads a form into a row. What was not sent is as it was.
class Reader {
 public:
    Reader(const Act& act, const InboundView& view, store::CampaignRow row)
        : act_(act), view_(view), row_(std::move(row)) {}

    store::CampaignRow read() {
        if (const auto* name = find(ids::campaign_name)) row_.name = name->value.value_or("");
        time(ids::campaign_starts, row_.starts);
        time(ids::campaign_ends, row_.ends);
        owner();
        names(ids::campaign_integrations, ScopeKind::integration, row_.scope.integrations);
        names(ids::campaign_resources, ScopeKind::resource, row_.scope.resources);
        names(ids::campaign_departments, ScopeKind::department, row_.scope.departments);
        names(ids::campaign_titles, ScopeKind::title, row_.scope.titles);
        if (const auto* boxes = find(ids::campaign_privileged))
            row_.scope.privileged_only = !boxes->options.empty();
        levels();
        late();
        recurrence();
        return row_;
    }
    // What could not be read at all.
    const Errors& errors() const { return errors_; }

 private:
    const StateValue* find(std::string_view id) const { return view_.state.find(id, id); }

    void time(std::string_view id, policy::Instant& at) {
        const auto* value = find(id);
        if (value == nullptr) return;
        if (value->date_time) {
            at = *value->date_time;
        } else {
            errors_.emplace_back(id, "Choose a day and a time.");
        }
    }

    void owner() {
        const auto* value = find(ids::campaign_owner);
        if (value == nullptr) return;
        const auto id = models::id_of(value->option ? value->option->value : "");
        if (id) {
            row_.owner = policy::EmployeeId{*id};
        } else {
            errors_.emplace_back(ids::campaign_owner, "Choose a risk manager.");
        }
    }

    void names(std::string_view id, ScopeKind kind, std::vector<std::string>& names) {
        const auto* value = find(id);
        if (value == nullptr) return;
        std::vector<std::string> chosen;
        for (const auto& option : value->options) {
            const auto name = models::scope_name_of(act_.tx, kind, names, option.value);
            if (!name) continue;
            const bool fresh = std::none_of(chosen.begin(), chosen.end(), [&](const auto& one) {
                return store::lower(one) == store::lower(*name);
            });
            if (fresh) chosen.push_back(*name);
        }
        names = std::move(chosen);
    }

    void levels() {
        std::vector<policy::Ask> asks;
        const auto before = row_.reviewers;
        for (std::size_t level = 1; level <= blocks::campaign_levels_offered(before.size());
             ++level) {
            const auto block = blocks::campaign_level_block(level).value();
            const auto* value = view_.state.find(block, ids::campaign_level);
            if (value == nullptr) {
                if (level <= before.size()) asks.push_back(before[level - 1]);
                continue;
            }
            if (!value->option) continue;
            if (const auto ask = models::ask_of(act_.tx, value->option->value))
                asks.push_back(*ask);
        }
        row_.reviewers = std::move(asks);
    }

    void late() {
        if (const auto* value = find(ids::campaign_late); value != nullptr && value->option) {
            if (const auto late = policy::late_reviewers(value->option->value)) row_.late = *late;
        }
        const auto* value = find(ids::campaign_late_before);
        if (value == nullptr) return;
        const auto length = parse_duration(value->value.value_or(""));
        if (length) {
            row_.late_before = *length;
        } else {
            errors_.emplace_back(ids::campaign_late_before, "Write a duration like 2d or 36h.");
        }
    }

    void recurrence() {
        const auto* value = find(ids::campaign_recurs);
        if (value == nullptr || !value->option) return;
        const auto& chosen = value->option->value;
        const auto* rule = find(ids::campaign_rule);
        const auto written = rule == nullptr ? "" : rule->value.value_or("");
        if (chosen == blocks::recurs_own) {
            row_.recurrence = written;
            if (written.empty()) errors_.emplace_back(ids::campaign_rule, "Write the rule.");
        } else if (!written.empty()) {
            errors_.emplace_back(
                ids::campaign_rule, "Choose \"By the rule below\", or leave this empty."
            );
        } else {
            row_.recurrence = chosen == blocks::recurs_once ? "" : chosen;
        }
    }

    const Act& act_;
    const InboundView& view_;
    store::CampaignRow row_;
    Errors errors_;
};

std::string block_of(CampaignField field) {
    switch (field) {
        case CampaignField::name:
            break;
        case CampaignField::starts:
            return std::string(ids::campaign_starts);
        case CampaignField::ends:
            return std::string(ids::campaign_ends);
        case CampaignField::owner:
            return std::string(ids::campaign_owner);
        case CampaignField::integrations:
            return std::string(ids::campaign_integrations);
        case CampaignField::resources:
            return std::string(ids::campaign_resources);
        case CampaignField::departments:
            return std::string(ids::campaign_departments);
        case CampaignField::titles:
            return std::string(ids::campaign_titles);
        case CampaignField::reviewers:
            return blocks::campaign_level_block(1).value();
        case CampaignField::late_before:
            return std::string(ids::campaign_late_before);
        case CampaignField::recurrence:
            return std::string(ids::campaign_rule);
    }
    return std::string(ids::campaign_name);
}

std::string as_sentence(std::string text) {
    if (!text.empty()) {
        text.front() = static_cast<char>(std::toupper(static_cast<unsigned char>(text.front())));
    }
    return text.ends_with('.') ? text : text + ".";
}

// Each problem at its field; of a field that the form does not show, at the name.
std::string errors_of(
    const InboundView& view, Errors errors, const std::vector<workflow::CampaignProblem>& problems
) {
    std::map<std::string, std::string> at;
    for (auto& [block, sentence] : errors)
        at.emplace(block, sentence);
    for (const auto& problem : problems) {
        auto block = block_of(problem.field);
        if (!view.has_input(block)) block = ids::campaign_name;
        if (const auto [place, fresh] = at.emplace(block, as_sentence(problem.sentence));
            !fresh && place->second != as_sentence(problem.sentence))
            place->second += " " + as_sentence(problem.sentence);
    }
    return blocks::errors_answer({at.begin(), at.end()});
}

}  // namespace

store::Task<void> on_campaign_new(App& app, const BlockActions& click, const Action&) {
    const std::string no_key;
    co_await open_form(app, click, no_key);
}

store::Task<void> on_campaign_edit(App& app, const BlockActions& click, const Action& action) {
    // Without a key it would be the form of a new one.
    const auto key = action.chosen.value.value_or("0");
    co_await open_form(app, click, key);
}

std::string on_campaign_edit_sent(App& app, const Act& act, const InboundView& view) {
    if (!manages_campaigns(act.tx, act.by))
        return blocks::update_answer(only_risk_managers(act.tx, act.by));
    const auto before = draft_of(act, view.private_metadata);
    if (!before) return blocks::update_answer(no_draft());
    Reader reader(act, view, *before);
    auto row = reader.read();
    const auto by = store::audit_name(act.by);
    if (!reader.errors().empty()) {
        auto problems = workflow::campaign_problems(act.tx, row, act.now());
        return errors_of(view, reader.errors(), problems);
    }
    if (!row.id) {
        const auto made = workflow::make_campaign(act.tx, row, by, act.now());
        if (!made.problems.empty()) return errors_of(view, {}, made.problems);
        return back_to_campaign(
            app,
            act,
            view,
            made.id,
            blocks::md("The draft is saved. Nobody is asked before *Publish*.")
        );
    }
    const auto changed = workflow::change_campaign(act.tx, row, by, act.now());
    if (!changed.problems.empty()) return errors_of(view, {}, changed.problems);
    if (changed.step != workflow::CampaignStep::done) return blocks::update_answer(no_draft());
    return back_to_campaign(app, act, view, row.id, blocks::md("The draft is changed."));
}

}  // namespace bot::handlers
