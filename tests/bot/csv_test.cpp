// CSV files as companies have them: what is read, what is refused and where it stands.
#include <catch2/catch.hpp>
#include <fstream>

#include "bot/csv.hpp"
#include "bot/csv_table.hpp"
#include "bot/import_cells.hpp"
#include "store/digest.hpp"
#include "tests/store/temp_database.hpp"

namespace {

using Rows = std::vector<std::vector<std::string>>;

struct Files : TempDatabase {
    std::filesystem::path write(const std::string& bytes) const {
        const auto path = folder() / "t.csv";
        std::ofstream(path, std::ios::binary) << bytes;
        return path;
    }
};

// Lines and cells, or "!column message" for a row with a problem.
Rows read(const std::string& bytes) {
    const Files files;
    bot::CsvFile file(files.write(bytes));
    Rows rows;
    while (auto row = file.next()) {
        auto& out = rows.emplace_back();
        out.push_back(std::to_string(row->line));
        for (const auto& problem : row->problems)
            out.push_back("!" + std::to_string(problem.column) + " " + problem.message);
        if (row->problems.empty()) out.insert(out.end(), row->cells.begin(), row->cells.end());
    }
    return rows;
}

TEST_CASE("quotes, commas and line breaks inside a cell, and the line where a row begins") {
    CHECK(
        read("a,b\r\n\"x, \"\"y\"\"\",\"1\r\n2\n3\"\r\n\r\n\nlast,row") ==
        Rows{{"1", "a", "b"}, {"2", "x, \"y\"", "1\r\n2\n3"}, {"7", "last", "row"}}
    );
}

TEST_CASE("each kind of line end, a byte order mark, no line end at the end") {
    const Rows expected{{"1", "a", "b"}, {"2", "c", "d"}};
    CHECK(read("a,b\nc,d\n") == expected);
    CHECK(read("a,b\r\nc,d\r\n") == expected);
    CHECK(read("a,b\rc,d\r") == expected);
    CHECK(
        read("\xEF\xBB\xBF"
             "a,b\nc,d") == expected
    );
}

TEST_CASE("a row across the border of a block is read whole") {
    const std::string cell(65530, 'x');
    CHECK(read(cell + ",\"a\r\nb\"\r\n1,2\r\n") == Rows{{"1", cell, "a\r\nb"}, {"3", "1", "2"}});
}

TEST_CASE("a cell that is no UTF-8 is refused with its byte") {
    CHECK(
        read("a,b\nx,caf\xE9\nz,z\n") ==
        Rows{
            {"1", "a", "b"},
            {"2", "!2 is not UTF-8 (byte 0xe9): save the file as UTF-8"},
            {"3", "z", "z"}}
    );
    CHECK(
        read("\xFF\xFE"
             "a") == Rows{{"1", "!1 the file is UTF-16: save it as UTF-8"}}
    );
}

TEST_CASE("a NUL byte is refused") {
    CHECK(read(std::string("a\nb\0c\n", 6)) == Rows{{"1", "a"}, {"2", "!1 contains a NUL byte"}});
}

TEST_CASE("a quotation mark in the wrong place ends the file with its line") {
    const std::string message =
        "!2 a quotation mark stands where none may stand; the rest of the file was not read";
    CHECK(read("a,b\nc,d\"e\nf,g\n") == Rows{{"1", "a", "b"}, {"2", message}});
    CHECK(read("a,b\nc,\"d\"e\nf,g\n") == Rows{{"1", "a", "b"}, {"2", message}});
}

TEST_CASE("an open quotation mark is found at the end and where the cell gets too long") {
    CHECK(
        read("a\n\"b\nc\n") ==
        Rows{
            {"1", "a"},
            {"2", "!1 the file ends inside a quoted cell: a quotation mark or the end is missing"}}
    );
    CHECK(
        read("a\n\"" + std::string(bot::CsvFile::longest_cell + 10, 'x')) ==
        Rows{
            {"1", "a"},
            {"2",
             "!1 the cell is too long: is a quotation mark missing? The rest of the file was not "
             "read"}}
    );
}

TEST_CASE("a cell of 1 MB is read, a row of more than 4 MB is refused") {
    const std::string cell(1'000'000, 'x');
    CHECK(read(cell + ",b") == Rows{{"1", cell, "b"}});
    std::string row = cell;
    for (int i = 0; i < 5; ++i)
        row += "," + cell;
    CHECK(read(row + "\nc") == Rows{{"1", "!5 the row is too long"}, {"2", "c"}});
}

TEST_CASE("an empty file has no rows and a missing one cannot be opened") {
    CHECK(read("").empty());
    CHECK(read("\n\r\n  \n").empty());
    CHECK_THROWS_AS(bot::CsvFile("/nowhere/t.csv"), std::system_error);
}

TEST_CASE("the digest is that of the file's bytes") {
    const Files files;
    const std::string bytes =
        "\xEF\xBB\xBF"
        "a,b\r\nc,d\r\n";
    bot::CsvFile file(files.write(bytes));
    while (file.next()) {
    }
    CHECK(file.sha256() == store::sha256(bytes));
    CHECK(file.bytes() == static_cast<std::int64_t>(bytes.size()));
}

// ---- Columns ----

constexpr bot::Column columns[] = {{"Name", true}, {"Roles", false, "BalkanID Roles"}, {"Team"}};

struct Table {
    explicit Table(const std::string& bytes)
        : path(files.write(bytes)), file(path), table(file, columns, problems) {}

    // Problems as "line:column (Name) message".
    std::vector<std::string> found() const {
        std::vector<std::string> lines;
        for (const auto& problem : problems.first()) {
            lines.push_back(
                problem.place.substr(path.string().size()) + " (" + problem.column + ") " +
                problem.message
            );
        }
        return lines;
    }

    Files files;
    std::filesystem::path path;
    bot::CsvFile file;
    bot::Problems problems;
    bot::CsvTable table;
};

using Lines = std::vector<std::string>;

TEST_CASE("header names match without regard to case, unknown columns are named") {
    Table it("  NAME ,balkanid roles,Shoe Size,\nAnna  Maria\n Berg,x,40,\n");
    CHECK(it.found().empty());
    CHECK(it.table.ignored() == Lines{"Shoe Size"});
    Table quoted("name,Roles\n\" Anna \n Berg\",x\n");
    const auto row = quoted.table.next();
    REQUIRE(row);
    CHECK(row->text(0) == "Anna Berg");
    CHECK(row->told(1) == "x");
    CHECK_FALSE(row->told(2));
}

TEST_CASE("a header that misses or repeats a column is refused") {
    CHECK(Table("Team\n").found() == Lines{":1 (Name) the column is missing in the header"});
    CHECK(
        Table("Name;Team\n").found() ==
        Lines{":1 (Name) the column is missing in the header (cells must be separated by commas)"}
    );
    CHECK(
        Table("Name,name\n").found() == Lines{":1:2 (name) the column stands twice in the header"}
    );
    CHECK(
        Table("Name,Roles,BalkanID Roles\n").found() ==
        Lines{":1:3 (BalkanID Roles) the column stands twice in the header"}
    );
    CHECK(Table("").found() == Lines{" () the file is empty: not even a header"});
}

TEST_CASE("a row needs as many cells as the header, empty ones too many do no harm") {
    Table it("Name,Team\na\nb,c,,\n,,,,\nd,e,f\n");
    const auto row = it.table.next();
    REQUIRE(row);
    CHECK(row->text(0) == "b");
    CHECK_FALSE(it.table.next());
    CHECK(
        it.found() ==
        Lines{
            ":2:2 () the row has 1 cell, the header 2", ":5:3 () the row has 3 cells, the header 2"}
    );
}

TEST_CASE("at most 20 problems are kept and all are counted") {
    std::string bytes = "Name,Team\n";
    for (int i = 0; i < 30; ++i)
        bytes += "x\n";
    Table it(bytes);
    CHECK_FALSE(it.table.next());
    CHECK(it.problems.count() == 30);
    CHECK(it.problems.first().size() == 20);
}

// ---- Cells ----

TEST_CASE("a date alone is a whole day in UTC, a time is itself") {
    const auto seconds = [](const std::string& text, bot::Day day) -> std::int64_t {
        const auto time = bot::parse_time(text, day);
        return time ? policy::seconds_since_epoch(*time) : -1;
    };
    CHECK(seconds("2024-05-31", bot::Day::begins) == 1717113600);
    CHECK(seconds("2024-05-31", bot::Day::over) == 1717200000);
    CHECK(seconds("2024-05-31T10:00:00Z", bot::Day::over) == 1717149600);
    CHECK(seconds("2024-05-31T10:00:00.250+02:00", bot::Day::begins) == 1717142400);
    CHECK(seconds("2024-05-31 10:00:00", bot::Day::begins) == 1717149600);
    CHECK(seconds("2024-05-31T10:00", bot::Day::begins) == 1717149600);
    for (const auto* wrong :
         {"2024-02-30", "31.05.2024", "05/31/2024", "2024-05-31x", "soon", "2024-13-01"})
        CHECK(seconds(wrong, bot::Day::begins) == -1);
}

}  // namespace
