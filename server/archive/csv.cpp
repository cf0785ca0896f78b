// CSV for spreadsheets: UTF-8 with BOM, CRLF, text that looks like a formula is made harmless.

#include <algorithm>

#include "archive/bundle.hpp"
#include "archive/results.hpp"

namespace warsha {
namespace {

std::string text_cell(std::string const& text) {
    std::string made = "\"";
    if (!text.empty() && std::string_view("=+-@").find(text.front()) != std::string_view::npos) made += '\'';
    for (char const c : text) {
        if (c == '"') made += '"';
        made += c;
    }
    return made + "\"";
}

class Csv {
public:
    explicit Csv(std::vector<std::string> const& header) {
        for (auto const& name : header) cell(name);
        end();
    }
    Csv& text(std::string const& value) {
        cell(text_cell(value));
        return *this;
    }
    Csv& number(std::uint64_t value) {
        cell(std::to_string(value));
        return *this;
    }
    void end() {
        out_ += "\r\n";
        first_ = true;
    }
    std::string take() { return std::move(out_); }

private:
    void cell(std::string const& value) {
        if (!std::exchange(first_, false)) out_ += ',';
        out_ += value;
    }
    std::string out_ = "\xEF\xBB\xBF";
    bool first_ = true;
};

template <class W>
void three(Csv& csv, W const& words) {
    csv.text(words.ar ? words.ar->value : "").text(words.fr ? words.fr->value : "").text(words.en ? words.en->value : "");
}

}  // namespace

std::string results_csv(RoomState const& room, ExportOptions options) {
    Csv csv({"activity", "activity_ar", "activity_fr", "activity_en", "round", "voters", "abstentions", "group", "item", "item_ar", "item_fr", "item_en", "points", "voters_of_item"});
    for (auto const& result : results_of(room, options.include_hidden)) {
        auto const rows = [&](std::string const& group, std::uint64_t voters, std::uint64_t abstentions, std::vector<ItemResult> const& items) {
            for (std::size_t i = 0; i < items.size(); ++i) {
                csv.text(text_of(result.plan->id));
                three(csv, result.plan->title);
                csv.number(result.round).number(voters).number(abstentions).text(group).text(text_of(items[i].item));
                three(csv, result.items[i].label);
                csv.number(items[i].points).number(items[i].voters).end();
            }
        };
        rows("all", result.voters, result.result.abstentions, result.result.items);
        for (auto const& part : result.result.groups) rows(joined_groups(part.groups), part.voters, part.abstentions, part.items);
    }
    return csv.take();
}

std::string proposals_csv(RoomState const& room, ExportOptions options) {
    Csv csv({"proposal", "phase", "category", "group", "title_ar", "title_fr", "title_en", "text_ar", "text_fr", "text_en", "endorsements"});
    auto const view = project_room(room, options.include_hidden ? Audience::facilitators : Audience::participants, "");
    for (auto const& proposal : view.proposals) {
        csv.text(text_of(proposal.id)).text(boost::describe::enum_to_string(proposal.phase, "")).text(proposal.category ? proposal.category->value : "")
            .text(proposal.group ? proposal.group->value : "");
        three(csv, proposal.title);
        three(csv, proposal.text.value_or(Body{}));
        csv.number(proposal.endorsements).end();
    }
    return csv.take();
}

}  // namespace warsha
