// The lines for people.
#include "bot/request_report.hpp"

#include <date/date.h>

#include <algorithm>

#include "blocks/duration_text.hpp"
#include "blocks/model.hpp"
#include "bot/log.hpp"
#include "bot/models/people.hpp"
#include "bot/models/trail.hpp"
#include "store/tasks.hpp"

namespace bot {

namespace {

const std::string indent = "  ";

void line(std::string& text, std::string_view name, const std::string& value) {
    if (value.empty()) return;
    text += name;
    text.append(name.size() < 14 ? 14 - name.size() : 1, ' ');
    text += harmless(value) + "\n";
}

void item_lines(std::string& text, const std::vector<store::ItemRow>& items) {
    text += "\nItems\n";
    for (const auto& item : items) {
        text += indent;
        text += harmless(models::grant_text(item)) + ": " + std::string(policy::word(item.state));
        if (!item.username.empty()) text += ", account " + harmless(item.username);
        if (item.ends) text += ", until " + readable(*item.ends);
        if (!item.comment.empty()) text += ": " + harmless(item.comment);
        text += "\n";
    }
}

void waiting_lines(std::string& text, store::Tx& tx, policy::RequestId request) {
    bool begun = false;
    for (const auto& task : store::tasks_of_request(tx, request)) {
        if (task.closed_at) continue;
        if (!begun) text += "\nWaits for\n";
        begun = true;
        text += indent;
        text += harmless(models::full_name(tx, task.assignee));
        text += task.kind == store::TaskKind::manual ? " to carry out " : " to decide about ";
        text += std::to_string(task.open_reviews) + ", since " + readable(task.assigned_at) +
                ", due " + readable(task.due_at) + "\n";
    }
}

void trail_lines(std::string& text, store::Tx& tx, policy::RequestId request) {
    text += "\nWhat happened\n";
    for (const auto& step : models::trail(tx, request)) {
        text += indent + readable(step.at) + indent + harmless(step.who);
        if (!step.on_behalf_of_name.empty()) text += " for " + harmless(step.on_behalf_of_name);
        text += ": " + step.what + "\n";
        for (const auto& grant : step.grants)
            text += "      " + harmless(grant) + "\n";
        for (const auto& [name, value] : step.facts)
            text += "      " + harmless(name) + ": " + harmless(value) + "\n";
    }
}

}  // namespace

std::string rfc3339(policy::Instant at) {
    return date::format("%FT%TZ", at);
}

std::string readable(policy::Instant at) {
    return date::format("%F %R UTC", at);
}

std::string asked_until(const store::RequestRow& request) {
    if (request.action == policy::Action::revoke || request.purpose) return "";
    return request.ends ? readable(*request.ends) : "permanent";
}

std::string state_word(const store::RequestRow& request) {
    return request.closed_at ? "closed" : "open";
}

std::string state_counts_text(const std::vector<store::ItemRow>& items) {
    return blocks::summary(models::state_counts(items));
}

std::string requests_text(store::Tx& tx, const std::vector<policy::RequestId>& ids) {
    std::string text;
    for (const auto id : ids) {
        const auto request = store::find_request(tx, id).value();
        const auto items = store::items_of_request(tx, id);
        text += std::to_string(id.value) + indent + readable(request.submitted_at) + indent +
                harmless(models::full_name(tx, request.requester));
        if (request.beneficiary != request.requester)
            text += " for " + harmless(models::full_name(tx, request.beneficiary));
        text += ": " + state_counts_text(items) + "\n";
    }
    return text;
}

std::string request_text(store::Tx& tx, const store::RequestRow& request) {
    const auto items = store::items_of_request(tx, request.id);
    std::string text;
    line(
        text,
        "Request",
        std::to_string(request.id.value) + ", " + state_word(request) + ": " +
            state_counts_text(items)
    );
    line(text, "Asked by", models::full_name(tx, request.requester));
    line(text, "For", models::full_name(tx, request.beneficiary));
    line(text, "To", request.action == policy::Action::grant ? "grant" : "revoke");
    if (request.extends) line(text, "Extends", "request " + std::to_string(request.extends->value));
    if (request.reference) line(text, "Like", models::full_name(tx, *request.reference));
    line(text, "Like title", request.reference_title);
    line(text, "Reason", request.reason);
    line(text, "Details", request.details);
    line(text, "Asked", readable(request.submitted_at));
    line(text, "Asked until", asked_until(request));
    if (request.purpose) {
        line(text, "Purpose", request.purpose->name);
        line(
            text, "Lasts", blocks::duration_text(request.purpose->lasts) + " from its first start"
        );
        if (request.purpose->until) line(text, "Purpose until", readable(*request.purpose->until));
    }
    if (request.closed_at) line(text, "Closed", readable(*request.closed_at));
    const bool may_expire = std::any_of(items.begin(), items.end(), [](const auto& item) {
        return item.state == policy::ItemState::pending;
    });
    if (may_expire && request.expires) line(text, "Expires", readable(*request.expires));
    item_lines(text, items);
    waiting_lines(text, tx, request.id);
    trail_lines(text, tx, request.id);
    return text;
}

}  // namespace bot
