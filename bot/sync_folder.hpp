// The CSV files in an application's folder, taken over as one: which they are, whether anybody
// still writes them, and their import.
#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "bot/import.hpp"
#include "bot/settings.hpp"
#include "store/syncs.hpp"

namespace bot {

// A file is whole when it has not changed for so long. Whoever renames it into place when it is
// whole need not know.
inline constexpr std::chrono::seconds settles_in{10};

using RealTime = std::chrono::system_clock::time_point;

struct SyncFolder {
    std::vector<std::filesystem::path> files;  // by name
    std::string mark;  // changes with the name, size, time or identity of any file
    RealTime oldest;   // when they were written
    RealTime newest;

    bool settled(RealTime now) const { return now - newest >= settles_in; }
};

// The .csv files directly in a folder, without hidden ones; why not, if it cannot be read or has
// none.
std::variant<SyncFolder, store::SyncFailure> look_into(const std::string& folder);

// How a run ended.
struct SyncPutOff {};  // another import has the directory
using SyncEnd = std::variant<store::SyncSuccess, store::SyncFailure, SyncPutOff>;

// Imports files as the whole truth of one application. Blocks.
struct SyncImport {
    std::string application;
    std::vector<std::filesystem::path> files;
    std::string act;    // in the audit trail
    std::string actor;  // who asked for it
    bool allow_loss = false;
    bool first = false;  // nothing of it was read before: nothing counts as news
    double largest_loss = 0.2;
    policy::Instant now;
    policy::Instant as_of;
    std::string mark;
    std::function<bool()> still_the_same = {};
    store::StopWanted stop_wanted = {};
};
SyncEnd import_source(store::Gate& gate, const SyncImport& job);

}  // namespace bot
