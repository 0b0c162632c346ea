#include "store/policies.hpp"

#include <sstream>

#include "policy/clauses.hpp"
#include "store/digest.hpp"
#include "store/query.hpp"

namespace store {
namespace {

std::string role_list(const std::vector<policy::Role>& roles) {
    std::string text;
    for (const auto role : roles)
        text += (text.empty() ? "" : ",") + std::string(policy::word(role));
    return text;
}

std::vector<policy::Role> read_roles(const std::string& text) {
    std::vector<policy::Role> roles;
    std::istringstream words(text);
    for (std::string word; std::getline(words, word, ',');) {
        if (const auto role = policy::role(word)) roles.push_back(*role);
    }
    return roles;
}

void note_person(
    Tx& tx, policy::RequestId request, const std::string& part, const JudgedPerson& person
) {
    change(
        tx,
        R"sql(INSERT INTO judged_people (request_id, part, employee_id, title, department, roles)
            VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING)sql",
        request,
        part,
        person.employee,
        person.title,
        person.department,
        role_list(person.roles)
    );
}

}  // namespace

PolicyMark newest_policy(Tx& tx) {
    Query row(tx, "SELECT version, digest FROM policies ORDER BY version DESC LIMIT 1");
    if (!row.next()) return {};
    return {row.get<std::int64_t>(0), row.get<std::string>(1)};
}

std::optional<PolicyMark> find_policy(Tx& tx, std::int64_t version) {
    Query row(tx, "SELECT version, digest FROM policies WHERE version = ?", version);
    if (!row.next()) return std::nullopt;
    return PolicyMark{row.get<std::int64_t>(0), row.get<std::string>(1)};
}

std::string policy_text(Tx& tx, std::int64_t version) {
    return first<std::string>(tx, "SELECT text FROM policies WHERE version = ?", version)
        .value_or("");
}

PolicyMark insert_policy(
    Tx& tx, const std::string& text, const std::string& by, policy::Instant now
) {
    const PolicyMark mark{newest_policy(tx).version + 1, sha256(text)};
    change(
        tx,
        "INSERT INTO policies (version, text, digest, imported_by, imported_at) VALUES (?, ?, ?, "
        "?, "
        "?)",
        mark.version,
        text,
        mark.digest,
        by,
        now
    );
    return mark;
}

std::int64_t policy_version_of(Tx& tx, policy::RequestId request) {
    return first<std::int64_t>(
               tx,
               R"sql(SELECT policy_version FROM request_items
                   WHERE request_id = ? AND policy_version IS NOT NULL LIMIT 1)sql",
               request
    )
        .value_or(0);
}

void note_verdict(Tx& tx, policy::ItemId item, const VerdictNote& note) {
    change(
        tx,
        "UPDATE request_items SET policy_version = ?, clause = ?, judged_privileged = ? WHERE id = "
        "?",
        note.version,
        note.clause,
        note.privileged,
        item
    );
}

void note_other_verdicts(Tx& tx, policy::RequestId request, const VerdictNote& note) {
    change(
        tx,
        R"sql(UPDATE request_items SET policy_version = ?, clause = ?, judged_privileged = ?
            WHERE request_id = ? AND policy_version IS NULL)sql",
        note.version,
        note.clause,
        note.privileged,
        request
    );
}

void note_people(Tx& tx, policy::RequestId request, const JudgedPeople& people) {
    note_person(tx, request, "requester", people.requester);
    note_person(tx, request, "beneficiary", people.beneficiary);
}

std::optional<JudgedPeople> people_judged(Tx& tx, policy::RequestId request) {
    JudgedPeople people;
    int found = 0;
    Query rows(
        tx,
        "SELECT part, employee_id, title, department, roles FROM judged_people WHERE request_id = "
        "?",
        request
    );
    for (; rows.next(); ++found) {
        auto& person =
            rows.get<std::string>(0) == "requester" ? people.requester : people.beneficiary;
        person = {
            rows.get<policy::EmployeeId>(1),
            rows.get<std::string>(2),
            rows.get<std::string>(3),
            read_roles(rows.get<std::string>(4))};
    }
    if (found != 2) return std::nullopt;
    return people;
}

std::vector<policy::RequestId> last_requests(Tx& tx, int most) {
    std::vector<policy::RequestId> requests;
    Query rows(
        tx,
        R"sql(SELECT q.id FROM access_requests q
            WHERE NOT EXISTS (SELECT 1 FROM campaign_removals m WHERE m.request_id = q.id)
                AND NOT EXISTS (SELECT 1 FROM request_items i
                    WHERE i.request_id = q.id AND i.policy_version = 0 AND i.clause = ?)
            ORDER BY q.id DESC LIMIT ?)sql",
        std::string(policy::departure_clause),
        most
    );
    while (rows.next())
        requests.push_back(rows.get<policy::RequestId>(0));
    return requests;
}

}  // namespace store
