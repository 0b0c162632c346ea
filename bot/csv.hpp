// A CSV file (RFC 4180) read row by row in constant memory: libcsv does the quoting, this adds
// where a row stands, the limits, the encoding and the file's digest.
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace bot {

// What is wrong with a cell. `column` counts from 1.
struct CellProblem {
    int column = 0;
    std::string message;
};

// One row as it stands, quotes taken off. `line` is where it begins, counted from 1. With problems
// the cells are not to be used.
struct CsvRow {
    std::int64_t line = 0;
    std::vector<std::string> cells;
    std::vector<CellProblem> problems;
};

class CsvFile {
 public:
    // A cell is an open quote, not text, when it is longer; a row has no more cells.
    static constexpr std::size_t longest_cell = std::size_t{4} << 20;
    static constexpr std::size_t most_cells = 1000;

    // Throws std::system_error when the file cannot be opened.
    explicit CsvFile(std::filesystem::path path);
    ~CsvFile();
    CsvFile(CsvFile&&) noexcept;
    CsvFile& operator=(CsvFile&&) = delete;

    // The next row that is not blank; nothing at the end. After a problem that makes the rest
    // meaningless (an open quote, another encoding) the end comes at once. Throws std::system_error
    // when reading fails.
    std::optional<CsvRow> next();

    const std::filesystem::path& path() const;
    // How many bytes were read so far.
    std::int64_t bytes() const;
    // SHA-256 of all bytes, in hex; after the end.
    std::string sha256() const;

 private:
    struct State;
    std::unique_ptr<State> state_;
};

}  // namespace bot
