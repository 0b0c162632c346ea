// Looks at a database file from outside the gate: for commands that only read, and for doctor.
// Changes nothing and works beside a running daemon.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "store/gate.hpp"

namespace store {

// Runs `work` on a snapshot of the file. Throws what SQLite says, and a sentence if the file's
// schema is not the one of this program.
void read_database(
    const std::string& path, const std::string& audit_key, const std::function<void(Tx&)>& work
);

struct DatabaseState {
    std::int64_t schema = 0;  // its version; 0: the file is empty
    std::int64_t newest = 0;  // the one that this program brings
    bool wal = false;
    std::vector<std::string> damage;  // what quick_check found, at most 10
};

// Reads the whole file, which takes a while for a large one. Throws what SQLite says.
DatabaseState inspect_database(const std::string& path);

// Takes the write lock and gives it back; throws what SQLite says if that fails within five
// seconds.
void probe_writing(const std::string& path);

}  // namespace store
