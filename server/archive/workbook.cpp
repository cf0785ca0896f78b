// The same tables as a workbook; Arabic sheets run from the right.

#include <stdexcept>

#include <xlsxwriter.h>

#include "archive/bundle.hpp"
#include "archive/results.hpp"
#include "archive/temporary.hpp"

namespace warsha {
namespace {

struct Names { char const *results, *proposals, *activity, *round, *group, *item, *points, *voters, *everyone, *title, *text, *category, *endorsements; };

Names names_in(Language language) {
    if (language == Language::ar) return {"النتائج", "المقترحات", "النشاط", "الجولة", "المجموعة", "العنصر", "النقط", "المصوتون", "الجميع", "العنوان", "النص", "المبدأ", "التأييدات"};
    if (language == Language::fr) return {"Résultats", "Propositions", "Activité", "Tour", "Groupe", "Élément", "Points", "Votants", "Ensemble", "Titre", "Texte", "Catégorie", "Soutiens"};
    return {"Results", "Proposals", "Activity", "Round", "Group", "Item", "Points", "Voters", "Everyone", "Title", "Text", "Category", "Endorsements"};
}

class Sheet {
public:
    Sheet(lxw_workbook* book, char const* name, Language language) : sheet_(workbook_add_worksheet(book, name)), bold_(workbook_add_format(book)) {
        format_set_bold(bold_);
        if (language == Language::ar) worksheet_right_to_left(sheet_);
        worksheet_freeze_panes(sheet_, 1, 0);
    }
    void header(std::initializer_list<char const*> names) {
        for (auto const* name : names) worksheet_write_string(sheet_, 0, column_++, name, bold_);
        end();
    }
    /// Always as a string: a cell that starts with "=" stays text.
    Sheet& text(std::string const& value) {
        worksheet_write_string(sheet_, row_, column_++, value.c_str(), nullptr);
        return *this;
    }
    Sheet& number(std::uint64_t value) {
        worksheet_write_number(sheet_, row_, column_++, static_cast<double>(value), nullptr);
        return *this;
    }
    void end() {
        ++row_;
        column_ = 0;
    }

private:
    lxw_worksheet* sheet_;
    lxw_format* bold_;
    lxw_row_t row_ = 0;
    lxw_col_t column_ = 0;
};

}  // namespace

std::string workbook_xlsx(RoomState const& room, ExportOptions options) {
    TemporaryFile const target;
    auto* const book = workbook_new(target.path.c_str());
    if (!book) throw std::runtime_error("the workbook could not be made");
    auto const names = names_in(options.language);

    Sheet results(book, names.results, options.language);
    results.header({names.activity, names.round, names.group, names.item, names.points, names.voters});
    for (auto const& one : results_of(room, options.include_hidden)) {
        auto const rows = [&](std::string const& group, std::vector<ItemResult> const& items) {
            for (std::size_t i = 0; i < items.size(); ++i)
                results.text(in_language(one.plan->title, options.language)).number(one.round).text(group).text(in_language(one.items[i].label, options.language))
                    .number(items[i].points).number(items[i].voters).end();
        };
        rows(names.everyone, one.result.items);
        for (auto const& part : one.result.groups) rows(joined_groups(part.groups), part.items);
    }

    Sheet proposals(book, names.proposals, options.language);
    proposals.header({names.title, names.text, names.category, names.group, names.endorsements});
    for (auto const& proposal : project_room(room, options.include_hidden ? Audience::facilitators : Audience::participants, "").proposals)
        proposals.text(in_language(proposal.title, options.language)).text(in_language(proposal.text.value_or(Body{}), options.language))
            .text(proposal.category ? proposal.category->value : "").text(proposal.group ? proposal.group->value : "").number(proposal.endorsements).end();

    if (workbook_close(book) != LXW_NO_ERROR) throw std::runtime_error("the workbook could not be written");
    return read_file(target.path).value();
}

}  // namespace warsha
