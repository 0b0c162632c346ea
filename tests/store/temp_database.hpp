// A database file of its own for one test, removed with its log at the end.
#pragma once

#include <unistd.h>

#include <atomic>
#include <filesystem>
#include <string>

class TempDatabase {
 public:
    TempDatabase() {
        static std::atomic<int> next{0};
        folder_ = std::filesystem::temp_directory_path() /
                  ("latchkey-test-" + std::to_string(getpid()) + "-" + std::to_string(next++));
        std::filesystem::create_directories(folder_);
    }
    ~TempDatabase() { std::filesystem::remove_all(folder_); }
    TempDatabase(const TempDatabase&) = delete;
    TempDatabase& operator=(const TempDatabase&) = delete;

    std::string path() const { return (folder_ / "latchkey.db").string(); }
    std::filesystem::path folder() const { return folder_; }

 private:
    std::filesystem::path folder_;
};
