#include "bot/models/campaigns.hpp"

#include <algorithm>

#include "blocks/search_answer.hpp"
#include "bot/models/people.hpp"
#include "store/campaigns.hpp"
#include "store/directory.hpp"
#include "store/similar.hpp"

namespace bot::models {
namespace {

using policy::CampaignState;

blocks::CampaignCardState card_state(CampaignState state) {
    switch (state) {
        case CampaignState::overdue:
            return blocks::CampaignCardState::overdue;
        case CampaignState::completed:
            return blocks::CampaignCardState::completed;
        case CampaignState::aborted:
            return blocks::CampaignCardState::aborted;
        case CampaignState::draft:
        case CampaignState::in_progress:
            break;
    }
    return blocks::CampaignCardState::open;
}

void add_people(
    store::Tx& tx,
    const store::CampaignTaskRow& task,
    policy::EmployeeId reader,
    blocks::CampaignCard& card
) {
    for (const auto& one : store::capacities_of(tx, task.id)) {
        blocks::CampaignWhy why{one.as, one.fallback, {}, one.items};
        if (one.on_behalf_of) why.on_behalf_of = person(tx, *one.on_behalf_of, reader);
        if (one.came_from) why.came_from = person(tx, *one.came_from, reader);
        why.in_time = one.in_time;
        card.why.push_back(std::move(why));
    }
    for (const auto& one : store::skips_of(tx, task.id)) {
        blocks::PassedOver who;
        who.as = one.skipped.kind;
        who.reason = one.skipped.reason;
        if (one.skipped.employee) who.person = person(tx, *one.skipped.employee, reader);
        card.passed_over.push_back({who, one.items});
    }
    const auto whose = [&](policy::CampaignTaskId id) {
        return person(tx, store::find_campaign_task(tx, id).value().reviewer, reader);
    };
    for (const auto& move : store::moves_to(tx, task.id)) {
        if (move.why == "gone") continue;  // stands among those who were not asked
        card.came_from.push_back({whose(move.from), move.items, move.note, move.why != "escalated"}
        );
    }
    for (const auto& move : store::moves_from(tx, task.id))
        card.went_to.push_back({whose(move.to), move.items});
}

// Who kept an item at the level before this one.
std::optional<blocks::Person> kept_before(
    store::Tx& tx, const store::CampaignItemRow& item, policy::EmployeeId reader
) {
    if (item.level <= 1) return std::nullopt;
    const auto said = store::keeps_of(tx, item.item, item.level - 1);
    if (said.empty()) return std::nullopt;
    return person(tx, said.back().who, reader);
}

blocks::CampaignItem item_of(
    store::Tx& tx, const store::CampaignItemRow& row, policy::EmployeeId reader
) {
    blocks::CampaignItem item;
    item.key = std::to_string(row.item.value);
    item.grant = grant_name(row);
    // By name: twenty mentions of a page would be twenty look-ups of Slack's.
    if (row.employee) item.person = blocks::Person{row.person, {}, false};
    item.title = row.title;
    item.account = row.username;
    item.service_account = row.service_account;
    item.verdict = row.verdict;
    item.reason = row.reason;
    item.held = row.held;
    item.since = row.since;
    item.last_used = row.last_used;
    item.until = row.until;
    if (!row.title.empty() && !row.service_account) {
        if (const auto similar = store::title_holding(tx, row.title, {row.connection})) {
            item.peers = similar->people;
            item.peers_with_it = similar->most;
        }
    }
    item.kept_before = kept_before(tx, row, reader);
    for (const auto& question : store::questions_about(tx, row.item)) {
        blocks::CampaignQuestion shown{person(tx, question.asked_of, reader), question.question};
        if (question.answered_at) shown.answer = question.answer;
        item.questions.push_back(std::move(shown));
    }
    return item;
}

// The name of the person or the application that the view is narrowed to.
std::string narrowed(store::Tx& tx, const store::CampaignView& view) {
    if (view.person) {
        const auto person = store::find_employee(tx, view.person);
        return person ? person->name : "";
    }
    if (!view.integration) return "";
    const auto application = store::find_integration(tx, view.integration);
    return application ? application->name : "";
}

}  // namespace

std::string key_of(policy::CampaignTaskId id) {
    return std::to_string(id.value);
}

std::string scope_key(
    policy::CampaignTaskId task,
    std::string_view which,
    std::int64_t number,
    const std::string& stamp
) {
    return key_of(task) + ":" + std::string(which) + ":" + std::to_string(number) + ":" + stamp;
}

std::string list_stamp(store::Tx& tx, const store::CampaignTaskRow& task) {
    const auto view = store::campaign_view(tx, task.id);
    return std::to_string(task.version) + "." + (view.by_application ? "a" : "p") + "." +
           std::string(store::word(view.shown)) + "." + std::to_string(view.person.value) + "." +
           std::to_string(view.integration.value) + "." + std::to_string(view.page);
}

blocks::CampaignProgress progress(const store::CampaignCount& count) {
    return {count.items, count.kept, count.removed};
}

blocks::GrantName grant_name(const store::CampaignItemRow& item) {
    return {item.integration_name, policy::place(item), item.privilege, item.privileged};
}

std::optional<blocks::CampaignCard> campaign_card(
    store::Tx& tx,
    policy::CampaignId campaign,
    policy::EmployeeId reviewer,
    const std::string& tasks_url
) {
    const auto row = store::find_campaign(tx, campaign);
    const auto task = store::find_campaign_task(tx, campaign, reviewer);
    if (!row || !task) return std::nullopt;
    blocks::CampaignCard card;
    card.key = key_of(task->id);
    card.name = row->name;
    card.progress = progress(task->count);
    card.ends = row->ends;
    card.state = card_state(row->state);
    card.end_reason = row->end_reason;
    card.tasks_url = tasks_url;
    add_people(tx, *task, reviewer, card);
    const auto questions = store::question_counts(tx, task->id);
    card.questions_waiting = questions.waiting;
    card.questions_answered = questions.answered;
    return card;
}

blocks::CampaignReview campaign_review(
    store::Tx& tx,
    const store::CampaignTaskRow& task,
    const store::CampaignRow& campaign,
    const std::optional<blocks::Markdown>& notice
) {
    const auto view = store::campaign_view(tx, task.id);
    const auto page = store::campaign_page(tx, task.id, view, blocks::campaign_rows);
    blocks::CampaignReview model;
    model.key = scope_key(task.id, "list", 0, list_stamp(tx, task));
    model.name = campaign.name;
    model.progress = progress(task.count);
    model.ends = campaign.ends;
    model.overdue = campaign.state == CampaignState::overdue;
    model.notice = notice;
    model.by_application = view.by_application;
    model.shown = store::word(view.shown);
    model.narrowed = narrowed(tx, view);
    for (const auto& row : page.rows)
        model.items.push_back(item_of(tx, row, task.reviewer));
    model.page = static_cast<std::size_t>(page.page);
    model.total = page.total;
    model.pages = static_cast<std::size_t>(
        std::max<std::int64_t>(1, (page.total + blocks::campaign_rows - 1) / blocks::campaign_rows)
    );
    return model;
}

std::vector<blocks::CampaignTaskLine> campaign_lines(
    store::Tx& tx, policy::EmployeeId reviewer, policy::Instant now
) {
    std::vector<blocks::CampaignTaskLine> lines;
    for (const auto& task : store::open_campaign_tasks(tx, reviewer, now)) {
        const auto campaign = store::find_campaign(tx, task.campaign).value();
        lines.push_back(
            {key_of(task.id),
             campaign.name,
             progress(task.count),
             campaign.ends,
             campaign.state == CampaignState::overdue}
        );
    }
    return lines;
}

std::vector<blocks::Option> campaign_place_options(
    store::Tx& tx, const store::CampaignTaskRow& task, const std::string& query
) {
    std::vector<blocks::Option> options{
        {"Everyone and everything", std::string{blocks::narrow_all}}};
    const int most = static_cast<int>(blocks::most_found) - 1;
    for (const auto& place : store::campaign_places(tx, task.id, query, most)) {
        const auto key = place.person ? "person:" + std::to_string(place.person.value)
                                      : "application:" + std::to_string(place.integration.value);
        options.push_back(
            {blocks::plain(blocks::shortened(place.name, 60)),
             key,
             blocks::plain(blocks::count(place.items, "access grant"))}
        );
    }
    return options;
}

blocks::CampaignQuestionMessage campaign_question(
    store::Tx& tx, const store::CampaignQuestionRow& question
) {
    const auto task = store::find_campaign_task(tx, question.task).value();
    const auto campaign = store::find_campaign(tx, task.campaign).value();
    blocks::CampaignQuestionMessage model;
    model.key = std::to_string(question.id.value);
    model.campaign = campaign.name;
    model.reviewer = person(tx, task.reviewer, question.asked_of);
    if (const auto item = store::campaign_item(tx, question.item)) model.grant = grant_name(*item);
    model.question = question.question;
    if (question.answered_at) model.answer = question.answer;
    model.over = policy::is_ended(campaign.state);
    return model;
}

}  // namespace bot::models
