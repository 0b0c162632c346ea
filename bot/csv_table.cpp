#include "bot/csv_table.hpp"

#include <algorithm>

#include "store/digest.hpp"
#include "store/directory_words.hpp"

namespace bot {
namespace {

// ASCII is enough: our columns have ASCII names.
std::string lower_ascii(std::string_view text) {
    std::string lowered(text);
    for (auto& letter : lowered) {
        if (letter >= 'A' && letter <= 'Z') letter = static_cast<char>(letter - 'A' + 'a');
    }
    return lowered;
}

bool is_blank(char letter) {
    return static_cast<unsigned char>(letter) <= ' ' || letter == '\x7F';
}

std::string count_of(std::size_t number, const std::string& noun) {
    return std::to_string(number) + " " + noun + (number == 1 ? "" : "s");
}

}  // namespace

std::string one_line(std::string_view text) {
    std::string line;
    line.reserve(text.size());
    for (const char letter : text) {
        if (!is_blank(letter)) {
            line += letter;
        } else if (!line.empty() && line.back() != ' ') {
            line += ' ';
        }
    }
    if (!line.empty() && line.back() == ' ') line.pop_back();
    return line;
}

void Problems::add(ImportProblem problem) {
    if (first_.size() < most) first_.push_back(std::move(problem));
    ++count_;
}

std::optional<std::string> TableRow::raw(std::size_t column) const {
    const auto position = table_.positions_[column];
    if (!position) return std::nullopt;
    return row_.cells[*position];
}

std::optional<std::string> TableRow::told(std::size_t column) const {
    const auto cell = raw(column);
    if (!cell) return std::nullopt;
    return one_line(*cell);
}

void TableRow::refuse(std::size_t column, const std::string& message) const {
    const auto name = table_.columns_[column].name;
    problems_.add({place() + table_.behind_line(name), std::string(name), message});
}

std::string TableRow::place() const {
    return table_.file_.path().string() + ":" + std::to_string(row_.line);
}

std::string TableRow::digest() const {
    std::string cells;
    for (std::size_t i = 0; i < table_.columns_.size(); ++i) {
        const auto cell = told(i);
        if (!cell) continue;
        cells += std::to_string(i) + ':' + std::to_string(cell->size()) + ':' + *cell;
    }
    return store::sha256(store::lower(cells));
}

CsvTable::CsvTable(CsvFile& file, std::span<const Column> columns, Problems& problems)
    : file_(file), columns_(columns), problems_(problems), positions_(columns.size()) {
    const auto header = file_.next();
    if (!header) {
        problems_.add({file_.path().string(), "", "the file is empty: not even a header"});
        return;
    }
    const auto before = problems_.count();
    read_header(*header);
    usable_ = problems_.count() == before;
}

std::string CsvTable::behind_line(std::string_view name) const {
    for (std::size_t i = 0; i < columns_.size(); ++i) {
        if (columns_[i].name == name && positions_[i]) {
            return ":" + std::to_string(*positions_[i] + 1);
        }
    }
    return "";
}

std::optional<std::size_t> CsvTable::known(const std::string& name) const {
    for (std::size_t i = 0; i < columns_.size(); ++i) {
        if (lower_ascii(columns_[i].name) == name) return i;
        if (!columns_[i].other_name.empty() && lower_ascii(columns_[i].other_name) == name)
            return i;
    }
    return std::nullopt;
}

void CsvTable::read_header(const CsvRow& header) {
    for (const auto& problem : header.problems)
        refuse(header, problem.column, "", problem.message);
    std::vector<std::string> seen;
    for (std::size_t i = 0; i < header.cells.size(); ++i) {
        const auto written = one_line(header.cells[i]);
        const auto name = lower_ascii(written);
        names_.push_back(written);
        if (name.empty()) continue;
        const auto column = known(name);
        const bool twice = std::find(seen.begin(), seen.end(), name) != seen.end() ||
                           (column && positions_[*column]);
        if (twice) {
            refuse(
                header, static_cast<int>(i) + 1, written, "the column stands twice in the header"
            );
        } else if (column) {
            positions_[*column] = i;
        } else {
            ignored_.push_back(written);
        }
        seen.push_back(name);
    }
    for (std::size_t i = 0; i < columns_.size(); ++i) {
        if (!columns_[i].required || positions_[i]) continue;
        std::string message = "the column is missing in the header";
        if (names_.size() == 1 && names_[0].find(';') != std::string::npos) {
            message += " (cells must be separated by commas)";
        }
        problems_.add(
            {file_.path().string() + ":" + std::to_string(header.line),
             std::string(columns_[i].name),
             message}
        );
    }
}

void CsvTable::refuse(
    const CsvRow& row, int column, const std::string& name, const std::string& message
) {
    const auto place = file_.path().string() + ":" + std::to_string(row.line) + ":";
    problems_.add({place + std::to_string(column), name, message});
}

// True if the row has as many cells as the header; empty ones too many do no harm.
bool CsvTable::fits(CsvRow& row) {
    for (const auto& problem : row.problems) {
        const auto index = static_cast<std::size_t>(problem.column) - 1;
        refuse(row, problem.column, index < names_.size() ? names_[index] : "", problem.message);
    }
    if (!row.problems.empty()) return false;
    while (row.cells.size() > names_.size() && one_line(row.cells.back()).empty())
        row.cells.pop_back();
    if (row.cells.size() == names_.size()) return true;
    refuse(
        row,
        static_cast<int>(std::min(row.cells.size(), names_.size()) + 1),
        "",
        "the row has " + count_of(row.cells.size(), "cell") + ", the header " +
            std::to_string(names_.size())
    );
    return false;
}

std::optional<TableRow> CsvTable::next() {
    const auto is_empty = [](const std::string& cell) { return one_line(cell).empty(); };
    while (auto row = file_.next()) {
        if (!fits(*row)) continue;
        // A spreadsheet's ",,,," at the end says nothing.
        if (std::all_of(row->cells.begin(), row->cells.end(), is_empty)) continue;
        row_ = std::move(*row);
        return TableRow(*this, row_, problems_);
    }
    return std::nullopt;
}

}  // namespace bot
