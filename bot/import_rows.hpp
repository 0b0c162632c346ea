// A row of each kind of import file as the value that the store stages. Column names stand here and
// in product.md section 10, nowhere else.
#pragma once

#include <span>
#include <string>

#include "bot/csv_table.hpp"
#include "store/import_rows.hpp"

namespace bot {

std::span<const Column> user_columns();
std::span<const Column> identity_columns();
std::span<const Column> owner_columns();
std::span<const Column> entitlement_columns();
std::span<const Column> connection_columns();
std::span<const Column> purpose_columns();

// What cannot be understood is noted with the row's problems; the value is then not to be used.
store::UserRow read_user(const TableRow& row);
store::IdentityRow read_identity(const TableRow& row);
store::OwnerRow read_owner(const TableRow& row);
store::ConnectionRow read_connection(const TableRow& row);
store::PurposeRow read_purpose(const TableRow& row);
// `app_name` is for rows that name no application; may be empty.
store::EntitlementRow read_entitlement(const TableRow& row, const std::string& app_name);

// True if the row names a manager and gives no address of theirs: nobody is guessed from a name.
bool manager_without_address(const TableRow& row);

}  // namespace bot
