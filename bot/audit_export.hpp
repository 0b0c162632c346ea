// Audit entries as lines: of CSV, of JSON, or for people to read. CSV and JSON carry all that an
// entry's hash covers, so that whoever has the file can compute it again.
#pragma once

#include <string>

#include "bot/json_write.hpp"
#include "store/audit_read.hpp"
#include "store/gate.hpp"

namespace bot {

// Without an end of line. Values are one cell: a JSON array.
std::string audit_csv_header();
std::string audit_csv(store::Tx& tx, const store::AuditRow& row);

std::string audit_jsonl(store::Tx& tx, const store::AuditRow& row);

// Members of an open JSON object.
void put_entry(JsonText& json, store::Tx& tx, const store::AuditRow& row);

// A cell more of a line of CSV.
void add_cell(std::string& line, const std::string& value);
// A text that a spreadsheet would take for a formula is made one that it does not.
std::string no_formula(const std::string& text);

// "12  2026-07-01 09:30 UTC  Mia Novak (mia@example.com)  review.approved  request:3 …".
std::string audit_text(store::Tx& tx, const store::AuditRow& row);

}  // namespace bot
