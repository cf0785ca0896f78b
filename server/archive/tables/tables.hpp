#pragma once
// Results and proposals as rows; written as CSV and as a workbook.

#include "archive/public_room.hpp"

namespace warsha {

using Cell = std::variant<std::monostate, std::uint64_t, std::string>;  ///< nothing, a number, a text
struct Table {
    std::string name;                    ///< "results", "proposals"
    std::vector<std::string> columns;    ///< snake_case, the same in every language; column_heading() says them to people
    std::vector<std::vector<Cell>> rows;
    std::string zone = "UTC";            ///< of the times in it
};

/// One row per activity, round, reported group and item; "(all)" is everybody. Rounds whose counts may not be seen have one row without item.
Table results_table(PublicRoom const& told);
/// Times are for programs (UTC, "2023-03-14T08:45:00Z") or for people (the clock of `zone`, "2023-03-14 09:45"). Bundles hold the first:
/// whoever checks one may know other rules of the zone.
Table proposals_table(PublicRoom const& told);
Table proposals_table_in(PublicRoom const& told, std::string const& zone);

/// UTF-8 with BOM, CRLF, every text quoted; a text that a spreadsheet could run (= + - @, tab, carriage return in front) gets a leading apostrophe.
std::string csv(Table const& table);
/// A spreadsheet reads the cell as text: the rule of csv() without the quotes.
std::string formula_safe(std::string const& text);
/// What a person reads above a column; every column of the tables has one. Columns of times name their zone.
std::string column_heading(std::string_view column, Language language, std::string_view zone = "UTC");
/// XLSX; sheets run from right to left where the language is ar. Texts are written as texts, never as formulas.
std::string workbook(std::vector<Table> const& tables, Language language);

/// How a reported group is written in one cell: keys or labels joined by " + ".
std::string group_keys(std::vector<Key> const& keys);
std::string group_label(PublicRoom const& told, std::vector<Key> const& keys, Language language);

}  // namespace warsha
