// The workbook is for people: its headings are in their language. The CSV files keep the names that programs read.

#include <array>
#include <stdexcept>

#include "archive/report/words.hpp"
#include "archive/tables/tables.hpp"

namespace warsha {
namespace {

using words::Said;

struct Heading {
    std::string_view column;
    Said said;
};

constexpr std::array headings{
    Heading{"activity", {"النشاط", "Activité", "Activity"}},
    Heading{"kind", {"النوع", "Type", "Kind"}},
    Heading{"round", words::round},
    Heading{"groups", {"المجموعات", "Groupes", "Groups"}},
    Heading{"voters", words::voters},
    Heading{"abstentions", words::abstentions},
    Heading{"item", words::option},
    Heading{"points", {"الأصوات أو النقط", "Voix ou points", "Votes or dots"}},
    Heading{"item_voters", {"عدد من اختاروه", "Votants pour cette option", "Voters for this option"}},
    Heading{"proposal", {"المقترح", "Proposition", "Proposal"}},
    Heading{"phase", {"الحالة", "État", "State"}},
    Heading{"title", {"العنوان", "Titre", "Title"}},
    Heading{"text", {"النص", "Texte", "Text"}},
    Heading{"category", {"المحور", "Catégorie", "Category"}},
    Heading{"group", words::group},
    Heading{"axis", words::question},
    Heading{"spread", {"توزيع القيم من 1", "Répartition des valeurs depuis 1", "Spread of values from 1"}},
    Heading{"endorsements", {"المساندات", "Soutiens", "Endorsements"}},
    Heading{"submitted_at", {"تاريخ الإيداع", "Date du dépôt", "Submitted"}},
    Heading{"edited", {"عُدّل", "Modifiée", "Edited"}},
    Heading{"reason", {"السبب", "Motif", "Reason"}},
};
constexpr Said identifier{"معرّف", "identifiant", "id"};
constexpr std::array languages{Heading{"_ar", {"العربية", "arabe", "Arabic"}}, Heading{"_fr", {"الفرنسية", "français", "French"}}, Heading{"_en", {"الإنجليزية", "anglais", "English"}}};

/// Columns that hold a key or an id where columns in three languages follow.
bool is_identifier(std::string_view column) { return column == "activity" || column == "groups" || column == "item" || column == "proposal" || column == "category" || column == "group"; }

}  // namespace

std::string column_heading(std::string_view column, Language language, std::string_view zone) {
    std::string_view base = column;
    std::string_view detail = is_identifier(column) ? identifier.in(language) : column == "submitted_at" ? zone : "";
    for (auto const& one : languages)
        if (column.ends_with(one.column)) {
            base.remove_suffix(one.column.size());
            detail = one.said.in(language);
        }
    for (auto const& [name, said] : headings)
        if (name == base) return std::string(said.in(language)) + (detail.empty() ? "" : " (" + std::string(detail) + ")");
    throw std::logic_error("the column " + std::string(column) + " has no heading");
}

}  // namespace warsha
