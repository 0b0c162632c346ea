#include "store/request_search.hpp"

#include <limits>
#include <string>

#include "store/query.hpp"

namespace store {
namespace {

std::string conditions(const RequestSelection& selection) {
    std::string where =
        " FROM access_requests WHERE (requester_id = ? OR beneficiary_id = ? OR ? = 0)";
    if (selection.closed)
        where += *selection.closed ? " AND closed_at IS NOT NULL" : " AND closed_at IS NULL";
    return where;
}

}  // namespace

FoundRequests find_requests(Tx& tx, const RequestSelection& selection) {
    const auto person = selection.person.value_or(policy::EmployeeId{});
    const auto where = conditions(selection);
    FoundRequests found;
    found.total =
        first<std::int64_t>(tx, "SELECT COUNT(*)" + where, person, person, person).value_or(0);
    Query rows(
        tx,
        "SELECT id" + where + " ORDER BY submitted_at DESC, id DESC LIMIT ?",
        person,
        person,
        person,
        selection.limit.value_or(std::numeric_limits<std::int64_t>::max())
    );
    while (rows.next())
        found.ids.push_back(rows.get<policy::RequestId>(0));
    return found;
}

}  // namespace store
