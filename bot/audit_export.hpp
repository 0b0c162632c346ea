// Audit entries as lines: of CSV, of JSON, or for people to read. CSV and JSON carry all that an
// entry's hash covers, so that whoever has the file can compute it again.
#pragma once

#include <string>

#include "store/audit_read.hpp"
#include "store/gate.hpp"

namespace bot {

// Without an end of line. Values are one cell: a JSON array.
std::string audit_csv_header();
std::string audit_csv(store::Tx& tx, const store::AuditRow& row);

std::string audit_jsonl(store::Tx& tx, const store::AuditRow& row);

// "12  2026-07-01 09:30 UTC  Mia Novak (mia@example.com)  review.approved  request:3 …".
std::string audit_text(store::Tx& tx, const store::AuditRow& row);

}  // namespace bot
