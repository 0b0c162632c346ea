// The columns of a CSV file by their names: which are there, which are unknown, and a row's cells
// as one line of text each. Collects what is wrong, with file, line and column.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "bot/csv.hpp"

namespace bot {

// Something wrong with the input. `place` is "users.csv:12:3" (file, line, column), the file alone,
// or empty where it concerns the import as a whole.
struct ImportProblem {
    std::string place;
    std::string column;  // its name, where it has one
    std::string message;
};

// The first problems, and how many there are.
class Problems {
 public:
    static constexpr std::size_t most = 20;

    void add(ImportProblem problem);
    bool empty() const { return count_ == 0; }
    std::int64_t count() const { return count_; }
    const std::vector<ImportProblem>& first() const { return first_; }

 private:
    std::vector<ImportProblem> first_;
    std::int64_t count_ = 0;
};

// A column that a kind of file may have. Names are compared without regard to case.
struct Column {
    std::string_view name;
    bool required = false;
    std::string_view other_name = {};  // accepted for it
};

class CsvTable;

// A row by the positions of its columns in the list of `Column`s.
class TableRow {
 public:
    TableRow(const CsvTable& table, const CsvRow& row, Problems& problems)
        : table_(table), row_(row), problems_(problems) {}

    // A cell as one line of text: blanks around it taken off, line breaks within become blanks.
    // Nothing where the file has no such column.
    std::optional<std::string> told(std::size_t column) const;
    // The same, "" where the file has no such column.
    std::string text(std::size_t column) const { return told(column).value_or(""); }
    // The cell as it stands.
    std::optional<std::string> raw(std::size_t column) const;

    // Notes a problem with a cell of this row.
    void refuse(std::size_t column, const std::string& message) const;

    // "users.csv:12".
    std::string place() const;
    // SHA-256 of all known cells without regard to case: equal for rows that say the same.
    std::string digest() const;

 private:
    const CsvTable& table_;
    const CsvRow& row_;
    Problems& problems_;
};

class CsvTable {
 public:
    // Reads the header; what is wrong with it goes to `problems`.
    CsvTable(CsvFile& file, std::span<const Column> columns, Problems& problems);

    // False if the header was refused: no row can be understood then.
    bool usable() const { return usable_; }
    // Columns of the file that nobody knows, as written.
    const std::vector<std::string>& ignored() const { return ignored_; }
    // ":3", what follows the line in the place of a cell of this column; "" if the file has no such
    // one.
    std::string behind_line(std::string_view name) const;

    // The next row without problems of its own; bad rows on the way go to the problems. Nothing at
    // the end. What is returned lives until the next call.
    std::optional<TableRow> next();

 private:
    friend class TableRow;
    void read_header(const CsvRow& header);
    std::optional<std::size_t> known(const std::string& name) const;
    bool fits(CsvRow& row);
    void refuse(const CsvRow& row, int column, const std::string& name, const std::string& message);

    CsvFile& file_;
    std::span<const Column> columns_;
    Problems& problems_;
    std::vector<std::string> names_;                     // of the file's columns
    std::vector<std::optional<std::size_t>> positions_;  // of each known column in the file
    std::vector<std::string> ignored_;
    CsvRow row_;
    bool usable_ = false;
};

// One line of text: blanks and control characters at the ends taken off, runs of them within become
// one blank.
std::string one_line(std::string_view text);

}  // namespace bot
