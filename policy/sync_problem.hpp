// Why an application's source could not be taken over. Each has its sentence and its remedy in
// blocks/sync_notice.cpp.
#pragma once

#include <optional>
#include <string_view>

namespace policy {

enum class SyncProblem {
    no_folder,      // the folder of CSV files cannot be read
    no_file,        // there is no CSV file in it
    being_written,  // its files change while they are read
    bad_rows,       // what it says cannot be understood, or is of another application
    loss,           // it would take more grants away than may go at once
    unreachable,    // no answer from the endpoint
    no_entry,       // the endpoint does not let us in, or the secret's file cannot be read
    bad_answer,     // the endpoint's answers are not SCIM, or contradict each other
    broken          // something of ours: the database, the disk
};

// The word in columns, and back. An unknown word is nothing.
std::string_view word(SyncProblem problem);
std::optional<SyncProblem> sync_problem(std::string_view word);

}  // namespace policy
