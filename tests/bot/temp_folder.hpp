// A folder of its own for a test, gone afterwards.
#pragma once

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>

class TempFolder {
 public:
    TempFolder() {
        std::string name = (std::filesystem::temp_directory_path() / "latchkey-XXXXXX").string();
        path_ = mkdtemp(name.data());
    }
    ~TempFolder() { std::filesystem::remove_all(path_); }
    TempFolder(const TempFolder&) = delete;
    TempFolder& operator=(const TempFolder&) = delete;

    // Writes a file; its path.
    std::string write(const std::string& name, const std::string& text) const {
        const auto file = at(name);
        std::ofstream(file, std::ios::binary) << text;
        return file;
    }
    std::string at(const std::string& name) const { return (path_ / name).string(); }
    std::string path() const { return path_.string(); }

 private:
    std::filesystem::path path_;
};
