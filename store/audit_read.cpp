#include "store/audit_read.hpp"

#include <algorithm>

#include "store/query.hpp"

namespace store {
namespace {

const std::string columns = R"sql(
    SELECT seq, at, actor, on_behalf_of, act, subject, policy_version, hash, previous_hash, keyed)sql";

const std::string of_all = " FROM audit_entries WHERE at >= ? AND at < ?";

// What the entries of a request, or of a campaign, are about; and the erasures of values that they
// had.
const std::string of_request = R"sql(
        SELECT ? UNION ALL SELECT 'item:' || id FROM request_items WHERE request_id = ?
        UNION ALL SELECT 'task:' || id FROM tasks WHERE request_id = ?)sql";
const std::string of_campaign = R"sql(
        SELECT ? UNION ALL SELECT 'request:' || request_id FROM campaign_removals WHERE campaign_id = ?
        UNION ALL SELECT 'item:' || q.id FROM campaign_removals m
            JOIN request_items q ON q.request_id = m.request_id WHERE m.campaign_id = ?)sql";
const std::string before_subjects = "WITH subjects (name) AS (";
const std::string after_subjects = R"sql(),
    erased (name) AS (
        SELECT 'audit_value:' || v.seq || ':' || v.position FROM audit_entries e
        JOIN audit_values v ON v.seq = e.seq
        WHERE e.subject IN (SELECT name FROM subjects) AND v.value IS NULL))sql";
const std::string of_subjects = R"sql(
    FROM audit_entries WHERE at >= ? AND at < ?
        AND subject IN (SELECT name FROM subjects UNION ALL SELECT name FROM erased))sql";

AuditRow read_row(Tx& tx, const Query& rows) {
    AuditRow row;
    row.record.seq = rows.get<std::int64_t>(0);
    row.record.entry = {
        rows.get<policy::Instant>(1),
        rows.get<std::string>(2),
        rows.get<std::string>(4),
        rows.get<std::string>(5),
        {},
        rows.get<std::optional<std::string>>(3),
        rows.get<std::int64_t>(6)};
    row.record.hash = rows.get<std::string>(7);
    row.previous_hash = rows.get<std::string>(8);
    row.keyed = rows.get<bool>(9);
    row.values = chained_values(tx, row.record.seq);
    for (const auto& value : row.values)
        row.record.entry.values.push_back({value.name, value.text.value_or(""), value.personal});
    return row;
}

// Calls `use` with a query of these columns over the selected entries.
template <class Use>
auto select(
    Tx& tx,
    const std::string& what,
    const AuditSelection& selection,
    const std::string& order,
    Use use
) {
    constexpr auto end = policy::Instant::max();
    const auto since = selection.since.value_or(policy::Instant::min());
    const auto before = selection.before.value_or(end);
    const auto about = [&](const std::string& subjects, const std::string& name, auto id) {
        Query rows(
            tx,
            before_subjects + subjects + after_subjects + what + of_subjects + order,
            name,
            id,
            id,
            since,
            before
        );
        return use(rows);
    };
    if (selection.request)
        return about(of_request, audit_name(*selection.request), *selection.request);
    if (selection.campaign) {
        const auto name = "campaign:" + std::to_string(selection.campaign->value);
        return about(of_campaign, name, *selection.campaign);
    }
    Query rows(tx, what + of_all + order, since, before);
    return use(rows);
}

}  // namespace

std::optional<AuditRow> find_audit(Tx& tx, std::int64_t seq) {
    Query rows(tx, columns + " FROM audit_entries WHERE seq = ?", seq);
    if (!rows.next()) return std::nullopt;
    return read_row(tx, rows);
}

std::int64_t count_audit(Tx& tx, const AuditSelection& selection) {
    const auto first_column = [](Query& rows) {
        rows.next();
        return rows.get<std::int64_t>(0);
    };
    const auto all = select(tx, "SELECT COUNT(*)", selection, "", first_column);
    return std::min(all, selection.last);
}

void read_audit(
    Tx& tx, const AuditSelection& selection, const std::function<void(const AuditRow&)>& take
) {
    auto whole = selection;
    whole.last = std::numeric_limits<std::int64_t>::max();
    auto skipped = count_audit(tx, whole) - count_audit(tx, selection);
    select(tx, columns, selection, " ORDER BY seq", [&](Query& rows) {
        while (rows.next()) {
            if (skipped-- <= 0) take(read_row(tx, rows));
        }
    });
}

std::vector<AuditRow> request_trail(Tx& tx, policy::RequestId request) {
    std::vector<AuditRow> trail;
    AuditSelection selection;
    selection.request = request;
    read_audit(tx, selection, [&](const AuditRow& row) { trail.push_back(row); });
    return trail;
}

}  // namespace store
