#include "bot/csv.hpp"

#include <csv.h>
#include <openssl/evp.h>
#include <utf8cpp/utf8.h>

#include <array>
#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <deque>
#include <string_view>
#include <system_error>

namespace bot {
namespace {

struct CloseFile {
    void operator()(std::FILE* file) const { std::fclose(file); }
};
struct FreeDigest {
    void operator()(EVP_MD_CTX* digest) const { EVP_MD_CTX_free(digest); }
};

// libcsv's buffer for one cell: refusing to grow ends the file with an error.
void* grow(void* memory, std::size_t size) {
    if (size > CsvFile::longest_cell + 1) return nullptr;
    return std::realloc(memory, size);
}

std::string hex(const unsigned char* bytes, std::size_t size) {
    static constexpr char digits[] = "0123456789abcdef";
    std::string text;
    for (std::size_t i = 0; i < size; ++i) {
        text += digits[bytes[i] >> 4];
        text += digits[bytes[i] & 15];
    }
    return text;
}

// What makes a cell unusable, or "".
std::string cell_problem(const std::string& cell) {
    if (cell.find('\0') != std::string::npos) return "contains a NUL byte";
    const auto wrong = utf8::find_invalid(cell.begin(), cell.end());
    if (wrong == cell.end()) return "";
    const auto byte = static_cast<unsigned char>(*wrong);
    return "is not UTF-8 (byte 0x" + hex(&byte, 1) + "): save the file as UTF-8";
}

}  // namespace

struct CsvFile::State {
    explicit State(std::filesystem::path given)
        : path(std::move(given)), file(std::fopen(path.c_str(), "rb")), digest(EVP_MD_CTX_new()) {
        if (!file) throw std::system_error(errno, std::generic_category(), path.string());
        EVP_DigestInit_ex(digest.get(), EVP_sha256(), nullptr);
        csv_init(&parser, CSV_STRICT | CSV_STRICT_FINI);
        csv_set_realloc_func(&parser, grow);
        csv_set_blk_size(&parser, 4096);
    }
    ~State() { csv_free(&parser); }
    State(const State&) = delete;
    State& operator=(const State&) = delete;

    std::filesystem::path path;
    std::unique_ptr<std::FILE, CloseFile> file;
    std::unique_ptr<EVP_MD_CTX, FreeDigest> digest;
    csv_parser parser{};
    std::int64_t bytes = 0;
    std::string sha256;

    std::deque<CsvRow> rows;  // read and not yet asked for
    CsvRow row;               // on its way
    std::size_t row_bytes = 0;
    bool in_row = false;
    std::int64_t line = 1;
    bool after_return = false;  // the last byte was a carriage return
    bool over = false;

    void fill();
    void begin_file(std::string_view& chunk);
    void parse(std::string_view chunk);
    void feed(std::string_view line_of_text);
    void finish();
    void take_cell(const void* text, std::size_t size);
    void take_row();
    void give_up(const std::string& message);
};

// Reads one block and parses it.
void CsvFile::State::fill() {
    std::array<char, 65536> buffer;
    const auto size = std::fread(buffer.data(), 1, buffer.size(), file.get());
    if (size < buffer.size() && std::ferror(file.get()) != 0) {
        throw std::system_error(errno, std::generic_category(), path.string());
    }
    EVP_DigestUpdate(digest.get(), buffer.data(), size);
    std::string_view chunk(buffer.data(), size);
    if (bytes == 0) begin_file(chunk);
    bytes += static_cast<std::int64_t>(size);
    if (!over) parse(chunk);
    if (size < buffer.size() && !over) finish();
}

void CsvFile::State::begin_file(std::string_view& chunk) {
    if (chunk.starts_with("\xEF\xBB\xBF")) chunk.remove_prefix(3);
    if (chunk.starts_with("\xFF\xFE") || chunk.starts_with("\xFE\xFF")) {
        give_up("the file is UTF-16: save it as UTF-8");
    }
}

// Cuts the block at the ends of lines, so that it is known on which line a row begins.
void CsvFile::State::parse(std::string_view chunk) {
    while (!chunk.empty() && !over) {
        if (after_return && chunk.front() != '\n') ++line;
        after_return = false;
        const auto end = chunk.find_first_of("\r\n");
        const auto size = end == std::string_view::npos ? chunk.size() : end + 1;
        feed(chunk.substr(0, size));
        if (end != std::string_view::npos) {
            after_return = chunk[end] == '\r';
            if (!after_return) ++line;
        }
        chunk.remove_prefix(size);
    }
}

void CsvFile::State::feed(std::string_view text) {
    const bool blank = text.find_first_not_of(" \t\r\n") == std::string_view::npos;
    if (!in_row && blank) return;
    if (!in_row) {
        in_row = true;
        row.line = line;
    }
    const auto on_cell = [](void* cell, std::size_t size, void* self) {
        static_cast<State*>(self)->take_cell(cell, size);
    };
    const auto on_row = [](int, void* self) { static_cast<State*>(self)->take_row(); };
    if (csv_parse(&parser, text.data(), text.size(), on_cell, on_row, this) == text.size()) return;
    if (csv_error(&parser) == CSV_EPARSE) {
        give_up("a quotation mark stands where none may stand; the rest of the file was not read");
    } else {
        give_up(
            "the cell is too long: is a quotation mark missing? The rest of the file was not read"
        );
    }
}

void CsvFile::State::finish() {
    const auto on_cell = [](void* cell, std::size_t size, void* self) {
        static_cast<State*>(self)->take_cell(cell, size);
    };
    const auto on_row = [](int, void* self) { static_cast<State*>(self)->take_row(); };
    if (csv_fini(&parser, on_cell, on_row, this) != 0) {
        give_up("the file ends inside a quoted cell: a quotation mark or the end is missing");
    }
    over = true;
    std::array<unsigned char, EVP_MAX_MD_SIZE> hash;
    unsigned int size = 0;
    EVP_DigestFinal_ex(digest.get(), hash.data(), &size);
    sha256 = hex(hash.data(), size);
}

void CsvFile::State::take_cell(const void* text, std::size_t size) {
    row_bytes += size;
    const auto column = static_cast<int>(row.cells.size()) + 1;
    if (row.cells.size() >= most_cells || row_bytes > longest_cell) {
        if (row.problems.empty()) row.problems.push_back({column, "the row is too long"});
        return;
    }
    auto& cell = row.cells.emplace_back(static_cast<const char*>(text), size);
    auto problem = cell_problem(cell);
    if (!problem.empty()) row.problems.push_back({column, std::move(problem)});
}

void CsvFile::State::take_row() {
    rows.push_back(std::move(row));
    row = {};
    row_bytes = 0;
    in_row = false;
}

void CsvFile::State::give_up(const std::string& message) {
    if (!in_row) row.line = line;
    row.problems.push_back({static_cast<int>(row.cells.size()) + 1, message});
    take_row();
    over = true;
}

CsvFile::CsvFile(std::filesystem::path path) : state_(std::make_unique<State>(std::move(path))) {}
CsvFile::~CsvFile() = default;
CsvFile::CsvFile(CsvFile&&) noexcept = default;

std::optional<CsvRow> CsvFile::next() {
    while (state_->rows.empty() && !state_->over)
        state_->fill();
    if (state_->rows.empty()) return std::nullopt;
    auto row = std::move(state_->rows.front());
    state_->rows.pop_front();
    return row;
}

const std::filesystem::path& CsvFile::path() const {
    return state_->path;
}

std::int64_t CsvFile::bytes() const {
    return state_->bytes;
}

std::string CsvFile::sha256() const {
    return state_->sha256;
}

}  // namespace bot
