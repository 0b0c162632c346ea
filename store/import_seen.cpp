#include "store/import_seen.hpp"

#include "store/query.hpp"

namespace store {

Seen note_row(
    Tx& tx,
    const RowSource& source,
    const std::string& key,
    const std::string& column,
    const std::string& name
) {
    const int noted = change(
        tx,
        "INSERT INTO staged_rows (key, digest, place) VALUES (?, ?, ?) ON CONFLICT (key) DO "
        "NOTHING",
        key,
        source.digest,
        source.place
    );
    if (noted == 1) return {};
    Query rows(tx, "SELECT digest, place FROM staged_rows WHERE key = ?", key);
    rows.next();
    if (rows.get<std::string>(0) == source.digest) return {true};
    return {
        true,
        RowProblem{
            column, name + " stands in " + rows.get<std::string>(1) + " too, with other values"}};
}

}  // namespace store
