// The same for programs.
#include "bot/json_write.hpp"
#include "bot/models/trail.hpp"
#include "bot/request_report.hpp"
#include "store/directory.hpp"
#include "store/task_capacities.hpp"

namespace bot {

namespace {

std::optional<std::string> told(const std::optional<policy::Instant>& at) {
    if (!at) return std::nullopt;
    return rfc3339(*at);
}

void person(
    JsonText& json, const char* name, store::Tx& tx, const std::optional<policy::EmployeeId>& id
) {
    const auto employee = id ? store::find_employee(tx, *id) : std::nullopt;
    if (!employee) {
        json.field(name, std::optional<std::string>());
        return;
    }
    json.begin_object(name);
    json.field("name", employee->name);
    json.field("email", employee->email);
    json.end_object();
}

// The members that a list shows, too.
void put_head(JsonText& json, store::Tx& tx, const store::RequestRow& request) {
    json.field("id", request.id.value);
    json.field("state", state_word(request));
    person(json, "requester", tx, request.requester);
    person(json, "beneficiary", tx, request.beneficiary);
    json.field("action", policy::word(request.action));
    json.field("submitted_at", rfc3339(request.submitted_at));
    json.field("closed_at", told(request.closed_at));
    json.begin_object("items_by_state");
    for (const auto& [state, count] : store::item_counts(tx, request.id))
        json.field(std::string(policy::word(state)).c_str(), count);
    json.end_object();
}

void put_items(JsonText& json, store::Tx& tx, policy::RequestId request) {
    json.begin_array("items");
    for (const auto& item : store::items_of_request(tx, request)) {
        json.begin_object();
        json.field("id", item.id.value);
        json.field("application", item.integration_name);
        json.field("project", item.project);
        json.field("resource_type", item.resource_type);
        json.field("resource", item.resource);
        json.field("privilege", item.privilege);
        json.field("privileged", item.privileged);
        json.field("account", item.username);
        json.field("action", policy::word(item.action));
        json.field("state", policy::word(item.state));
        json.field("ends_at", told(item.ends));
        json.field("changed_at", rfc3339(item.changed_at));
        person(json, "changed_by", tx, item.changed_by);
        json.field("comment", item.comment);
        json.end_object();
    }
    json.end_array();
}

void put_tasks(JsonText& json, store::Tx& tx, policy::RequestId request) {
    json.begin_array("tasks");
    for (const auto& task : store::tasks_of_request(tx, request)) {
        json.begin_object();
        json.field("id", task.id.value);
        json.field("kind", task.kind == store::TaskKind::manual ? "manual" : "review");
        json.field("level", static_cast<std::int64_t>(task.level));
        const auto items = store::items_of_task(tx, task.id, false);
        json.field("capacity", store::capacity_words(tx, task, items));
        person(json, "assignee", tx, task.assignee);
        json.field("assigned_at", rfc3339(task.assigned_at));
        json.field("due_at", rfc3339(task.due_at));
        json.field("open_items", task.open_reviews);
        std::optional<std::string> outcome;
        if (task.outcome) outcome = store::word(*task.outcome);
        json.field("outcome", outcome);
        json.field("closed_at", told(task.closed_at));
        person(json, "closed_by", tx, task.closed_by);
        json.end_object();
    }
    json.end_array();
}

void put_trail(JsonText& json, store::Tx& tx, policy::RequestId request) {
    json.begin_array("trail");
    for (const auto& step : models::trail(tx, request)) {
        json.begin_object();
        json.field("entry", step.seq);
        json.field("at", rfc3339(step.at));
        json.field("who", step.who);
        json.field("on_behalf_of", step.on_behalf_of_name);
        json.field("what", step.what);
        json.begin_array("grants");
        for (const auto& grant : step.grants)
            json.value(grant);
        json.end_array();
        json.begin_object("facts");
        for (const auto& [name, value] : step.facts)
            json.field(name.c_str(), value);
        json.end_object();
        json.end_object();
    }
    json.end_array();
}

}  // namespace

std::string requests_json(store::Tx& tx, const std::vector<policy::RequestId>& ids) {
    JsonText json;
    json.begin_array();
    for (const auto id : ids) {
        json.begin_object();
        put_head(json, tx, store::find_request(tx, id).value());
        json.end_object();
    }
    json.end_array();
    return json.text();
}

std::string request_json(store::Tx& tx, const store::RequestRow& request) {
    JsonText json;
    json.begin_object();
    put_head(json, tx, request);
    std::optional<std::int64_t> extends;
    if (request.extends) extends = request.extends->value;
    json.field("extends", extends);
    person(json, "like", tx, request.reference);
    json.field("like_title", request.reference_title);
    json.field("reason", request.reason);
    json.field("details", request.details);
    json.field("ends_at", told(request.ends));
    json.field("expires_at", told(request.expires));
    if (request.purpose) {
        json.begin_object("purpose");
        json.field("name", request.purpose->name);
        json.field("lasts_seconds", static_cast<std::int64_t>(request.purpose->lasts.count()));
        json.field("until", told(request.purpose->until));
        json.end_object();
    }
    put_items(json, tx, request.id);
    put_tasks(json, tx, request.id);
    put_trail(json, tx, request.id);
    json.end_object();
    return json.text();
}

}  // namespace bot
