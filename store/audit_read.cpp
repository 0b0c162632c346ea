#include "store/audit_read.hpp"

#include <algorithm>

#include "store/query.hpp"

namespace store {
namespace {

const std::string columns = R"sql(
    SELECT seq, at, actor, on_behalf_of, act, subject, policy_version, hash, previous_hash, keyed)sql";

const std::string of_all = " FROM audit_entries WHERE at >= ? AND at < ?";

// What a request's entries are about; and the erasures of values that they had.
const std::string subjects = R"sql(
    WITH subjects (name) AS (
        SELECT ? UNION ALL SELECT 'item:' || id FROM request_items WHERE request_id = ?
        UNION ALL SELECT 'task:' || id FROM tasks WHERE request_id = ?),
    erased (name) AS (
        SELECT 'audit_value:' || v.seq || ':' || v.position FROM audit_entries e
        JOIN audit_values v ON v.seq = e.seq
        WHERE e.subject IN (SELECT name FROM subjects) AND v.value IS NULL))sql";
const std::string of_request = R"sql(
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
    if (!selection.request) {
        Query rows(tx, what + of_all + order, since, before);
        return use(rows);
    }
    const auto& request = *selection.request;
    Query rows(
        tx,
        subjects + what + of_request + order,
        audit_name(request),
        request,
        request,
        since,
        before
    );
    return use(rows);
}

}  // namespace

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
