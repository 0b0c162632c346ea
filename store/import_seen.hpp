// Which things the rows of an import have told of, so that a repeated row is harmless and a
// contradicting one is refused with both places.
#pragma once

#include <optional>
#include <string>

#include "store/import_rows.hpp"

namespace store {

// What is known of a row's thing from an earlier row of this import.
struct Seen {
    bool before = false;
    Staged problem = {};  // the earlier row says something else
};

// Notes that `source` tells of the thing `key` ("user:anna@example.com"). `column` and `name` are
// for the sentence.
Seen note_row(
    Tx& tx,
    const RowSource& source,
    const std::string& key,
    const std::string& column,
    const std::string& name
);

}  // namespace store
