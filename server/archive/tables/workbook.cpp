#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <stdexcept>

#include <xlsxwriter.h>

#include "archive/report/words.hpp"
#include "archive/tables/tables.hpp"
#include "protocol/overloaded.hpp"

namespace warsha {
namespace {

namespace fs = std::filesystem;

/// libxlsxwriter writes files only: a folder of its own, gone afterwards.
class Folder {
public:
    Folder() {
        auto pattern = (fs::temp_directory_path() / "warsha-xlsx-XXXXXX").string();
        if (!mkdtemp(pattern.data())) throw fs::filesystem_error("no folder for the workbook", pattern, std::error_code(errno, std::generic_category()));
        path_ = pattern;
    }
    Folder(Folder const&) = delete;
    ~Folder() {
        std::error_code ignored;
        fs::remove_all(path_, ignored);
    }
    [[nodiscard]] fs::path const& path() const { return path_; }

private:
    fs::path path_;
};

void write_cell(lxw_worksheet* sheet, lxw_row_t row, lxw_col_t column, Cell const& cell, lxw_format* format) {
    std::visit(Overloaded{
        [](std::monostate) {},
        [&](std::uint64_t number) { worksheet_write_number(sheet, row, column, static_cast<double>(number), format); },
        [&](std::string const& text) { worksheet_write_string(sheet, row, column, text.c_str(), format); },
    }, cell);
}

void add_sheet(lxw_workbook* book, Table const& table, Language language) {
    auto const name = std::string(table.name == "results" ? words::results.in(language) : words::proposals.in(language));
    auto* const sheet = workbook_add_worksheet(book, name.c_str());
    if (!sheet) throw std::runtime_error("the sheet " + table.name + " could not be made");
    if (language == Language::ar) worksheet_right_to_left(sheet);
    auto* const head = workbook_add_format(book);
    format_set_bold(head);
    format_set_bottom(head, LXW_BORDER_THIN);
    auto* const body = workbook_add_format(book);
    format_set_align(body, LXW_ALIGN_VERTICAL_TOP);
    auto const columns = static_cast<lxw_col_t>(table.columns.size());
    worksheet_set_column(sheet, 0, static_cast<lxw_col_t>(columns - 1), 18, nullptr);
    worksheet_freeze_panes(sheet, 1, 0);
    for (lxw_col_t i = 0; i < columns; ++i) worksheet_write_string(sheet, 0, i, column_heading(table.columns[i], language, table.zone).c_str(), head);
    for (std::size_t row = 0; row < table.rows.size(); ++row)
        for (std::size_t i = 0; i < table.rows[row].size(); ++i)
            write_cell(sheet, static_cast<lxw_row_t>(row + 1), static_cast<lxw_col_t>(i), table.rows[row][i], body);
}

}  // namespace

std::string workbook(std::vector<Table> const& tables, Language language) {
    Folder const folder;
    auto const file = folder.path() / "book.xlsx";
    auto* const book = workbook_new(file.c_str());
    if (!book) throw std::runtime_error("the workbook could not be made");
    for (auto const& table : tables) add_sheet(book, table, language);
    if (auto const error = workbook_close(book); error != LXW_NO_ERROR) throw std::runtime_error(std::string("the workbook could not be written: ") + lxw_strerror(error));
    std::ifstream in(file, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
}

}  // namespace warsha
