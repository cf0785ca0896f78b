#include "archive/tables/tables.hpp"
#include "protocol/overloaded.hpp"

namespace warsha {
namespace {

std::string quoted(std::string const& text) {
    std::string made = "\"";
    for (char const c : text) {
        if (c == '"') made += '"';
        made += c;
    }
    return made + '"';
}

std::string written(Cell const& cell) {
    return std::visit(Overloaded{
        [](std::monostate) { return std::string(); },
        [](std::uint64_t number) { return std::to_string(number); },
        [](std::string const& text) { return quoted(formula_safe(text)); },
    }, cell);
}

}  // namespace

std::string formula_safe(std::string const& text) {
    static constexpr std::string_view dangerous = "=+-@\t\r";
    return !text.empty() && dangerous.find(text.front()) != std::string_view::npos ? "'" + text : text;
}

std::string csv(Table const& table) {
    std::string made = "\xEF\xBB\xBF";  // else Excel takes Arabic for something else
    auto const add = [&](std::size_t i, std::string const& cell) { made += (i ? "," : "") + cell; };
    for (std::size_t i = 0; i < table.columns.size(); ++i) add(i, table.columns[i]);
    made += "\r\n";
    for (auto const& row : table.rows) {
        for (std::size_t i = 0; i < row.size(); ++i) add(i, written(row[i]));
        made += "\r\n";
    }
    return made;
}

}  // namespace warsha
