#include "bot/policy_job.hpp"

#include <algorithm>

#include "bot/nearest_name.hpp"
#include "bot/policy_file.hpp"
#include "bot/workflow/ways.hpp"
#include "store/audit.hpp"
#include "store/catalogue.hpp"
#include "store/directory.hpp"
#include "store/directory_words.hpp"
#include "store/policies.hpp"
#include "store/requests.hpp"

namespace bot {

namespace {

policy::Company company_of(store::Tx& tx, const policy::Policy& policy) {
    policy::Company company;
    for (const auto& email : policy::named_people(policy)) {
        const auto employee = store::find_employee(tx, email);
        if (employee && employee->active)
            company.people[email] = workflow::person_facts(tx, employee->id);
    }
    for (const auto who : store::employees_with_role(tx, policy::Role::risk_manager))
        company.risk_managers.push_back(workflow::person_facts(tx, who));
    for (const auto& integration : store::integrations(tx)) {
        company.integrations[store::lower(integration.name)] =
            store::integration_owners(tx, integration.id).size();
    }
    const auto names = store::directory_names(tx);
    company.titles = names.titles;
    company.departments = names.departments;
    company.resources = names.resources;
    company.emails.emplace();
    for (const auto& clause : policy.clauses) {
        for (const auto* who : {&clause.when.requester, &clause.when.beneficiary}) {
            for (const auto& email : who->emails) {
                // Of many addresses at once it is not known whether there is one.
                const bool many = email.find('*') != std::string::npos;
                if (many || store::find_employee(tx, email)) company.emails->insert(email);
            }
        }
    }
    return company;
}

// What somebody may have meant who wrote a name that is not there.
std::string meant(store::Tx& tx, const policy::Finding& finding) {
    std::vector<std::string> names;
    if (finding.fault == policy::Fault::unknown_person) {
        // By the letters before the @, which the search finds where the rest is wrong.
        for (const auto& who : store::search_employees(tx, finding.unknown.substr(0, 1)))
            names.push_back(who.email);
    } else {
        for (const auto& integration : store::integrations(tx))
            names.push_back(integration.name);
    }
    if (names.empty()) return "";
    const std::vector<std::string_view> known(names.begin(), names.end());
    return "; the nearest known name is \"" + std::string(nearest_name(finding.unknown, known)) +
           "\"";
}

std::string name_of(const store::ItemRow& item) {
    auto text = item.integration_name;
    if (const auto place = policy::place(item); !place.empty()) text += " · " + place;
    return text + " · " + item.privilege;
}

// What was asked for was within both of the longest durations, or one of the two denies it.
bool decided_alike(policy::Decision one, const policy::Decision& other) {
    one.longest = other.longest;
    return one == other;
}

std::string verdict_text(const std::string& clause, const policy::Decision& decision) {
    return "\"" + clause + "\": " + in_words(decision);
}

}  // namespace

std::vector<std::string> arguments_of(const PolicyJob& job) {
    return {job.file, job.text};
}

std::optional<PolicyJob> policy_job(const std::vector<std::string>& arguments) {
    if (arguments.size() != 2) return std::nullopt;
    return PolicyJob{arguments[0], arguments[1]};
}

PolicyFaults faults_of(const PolicyJob& job, store::Tx* tx) {
    const auto read = read_policy(job.text, job.file);
    PolicyFaults faults{read.problems, {}};
    const auto company = tx ? company_of(*tx, read.policy) : policy::Company{};
    for (const auto& finding : policy::check(read.policy, tx ? &company : nullptr)) {
        auto line = job.file + ":" + std::to_string(finding.line) + ": " + finding.sentence;
        if (tx && !finding.unknown.empty()) line += meant(*tx, finding);
        (policy::is_grave(finding.fault) ? faults.grave : faults.others).push_back(std::move(line));
    }
    return faults;
}

int do_policy_import(
    store::Gate& gate,
    const PolicyJob& job,
    const std::string& actor,
    policy::Instant now,
    const Say& say
) {
    PolicyFaults faults;
    store::PolicyMark before;
    store::PolicyMark after;
    std::size_t clauses = 0;
    gate.write_blocking([&](store::Tx& tx) {
        faults = faults_of(job, &tx);
        if (!faults.grave.empty()) return;
        before = store::newest_policy(tx);
        if (before.version != 0 && store::policy_text(tx, before.version) == job.text) {
            after = before;
            return;
        }
        clauses = read_policy(job.text, job.file).policy.clauses.size();
        after = store::insert_policy(tx, job.text, actor, now);
        store::AuditEntry entry;
        entry.at = now;
        entry.actor = actor;
        entry.act = "policy.imported";
        entry.subject = "policy:" + std::to_string(after.version);
        entry.values = {
            {"before", std::to_string(before.version)},
            {"after", std::to_string(after.version)},
            {"clauses", std::to_string(clauses)},
            {"digest", after.digest}};
        entry.policy_version = after.version;
        store::append_audit(tx, entry);
    });
    for (const auto& line : faults.grave)
        say(Said::problem, line);
    for (const auto& line : faults.others)
        say(Said::problem, line);
    if (!faults.grave.empty()) {
        say(Said::problem, "Nothing was imported.");
        return 1;
    }
    const auto version = std::to_string(after.version);
    if (after.version == before.version) {
        say(Said::output,
            "Policy version " + version + " has the same text: nothing was imported.");
        return 0;
    }
    say(Said::output,
        "Policy version " + version +
            " applies to every request from now on: " + std::to_string(clauses) +
            (clauses == 1 ? " clause" : " clauses") + ", SHA-256 " + after.digest);
    return 0;
}

Replay replay(store::Tx& tx, const policy::Policy& policy, int most) {
    Replay result;
    for (const auto id : store::last_requests(tx, most)) {
        const auto request = store::find_request(tx, id).value();
        ++result.requests;
        workflow::Ways ways(tx, workflow::asking_of(request));
        auto requester = ways.requester();
        auto beneficiary = ways.beneficiary();
        if (const auto people = store::people_judged(tx, id)) {
            requester = workflow::person_facts(tx, people->requester);
            beneficiary = workflow::person_facts(tx, people->beneficiary);
        }
        const auto whom = store::find_employee(tx, request.beneficiary);
        for (const auto& item : store::items_of_request(tx, id)) {
            auto what = workflow::wanted(item);
            if (item.judged) what.privileged = item.judged_privileged;
            const workflow::Judged judged{
                item.judged.value_or(0),
                item.clause.empty() ? std::string(policy::default_clause) : item.clause};
            const auto& was = ways.decision(judged);
            const auto now = policy::judge(
                policy,
                workflow::item_facts(requester, beneficiary, workflow::asking_of(request), what)
            );
            if (decided_alike(now.decision, was)) continue;
            result.different.push_back(
                {id,
                 name_of(item) + (whom ? " for " + whom->email : ""),
                 verdict_text(judged.clause, was),
                 verdict_text(now.clause, now.decision)}
            );
        }
    }
    return result;
}

}  // namespace bot
