// The report a clerk can print: one page, no script, nothing from outside.

#include <algorithm>
#include <ctime>

#include "archive/bundle.hpp"
#include "archive/report_words.hpp"
#include "archive/results.hpp"
#include "archive/snapshot.hpp"
#include "protocol/overloaded.hpp"

namespace warsha {
namespace {

constexpr char style[] = R"css(
@page{size:A4;margin:18mm 16mm}
*{box-sizing:border-box}
body{margin:0 auto;max-inline-size:52rem;padding:2.5rem 1.5rem 4rem;background:#FAF6EF;color:#14213D;font:16px/1.7 "Noto Sans Arabic","Noto Sans",system-ui,sans-serif}
[dir=rtl]{font-size:17px}
header{border-block-end:3px solid #3D3DB8;padding-block-end:1rem;margin-block-end:2rem}
header p{margin:0;color:#46506a}
h1{font-size:2rem;line-height:1.35;margin:.25rem 0 .75rem;text-wrap:balance}
h2{font-size:1.35rem;margin:2.5rem 0 .75rem;break-after:avoid}
h2::before{content:"";display:inline-block;inline-size:.7em;block-size:.7em;margin-inline-end:.6em;background:#3D3DB8;clip-path:polygon(50% 0,64% 15%,85% 15%,85% 36%,100% 50%,85% 64%,85% 85%,64% 85%,50% 100%,36% 85%,15% 85%,15% 64%,0 50%,15% 36%,15% 15%,36% 15%)}
h3{font-size:1.1rem;margin:1.75rem 0 .5rem;break-after:avoid}
.meta{display:flex;flex-wrap:wrap;gap:.25rem 2rem}
.note{background:#fff;border-inline-start:4px solid #D99A1C;padding:.75rem 1rem;margin:1rem 0}
table{inline-size:100%;border-collapse:collapse;background:#fff;margin:.5rem 0 1rem}
th,td{padding:.45rem .7rem;border-block-end:1px solid #e4dccd;text-align:start;vertical-align:top}
th{font-weight:600;background:#f1eadd}
td.n,th.n{text-align:end;white-space:nowrap;font-variant-numeric:tabular-nums}
tr{break-inside:avoid}
.bar{inline-size:34%;min-inline-size:8rem}
.track{display:block;block-size:.9rem;background:#ece5d8;border-radius:.3rem;overflow:hidden;margin-block-start:.45rem}
.fill{display:block;block-size:100%;background:#8b8bd0;border-radius:.3rem}
tr.lead .fill{background:#3D3DB8}
tr.lead td:first-child{font-weight:700}
.card{background:#fff;padding:.8rem 1rem;margin:.6rem 0;border-inline-start:4px solid #1F7A5A;break-inside:avoid}
.card p{margin:.3rem 0 0}
.small{color:#46506a;font-size:.9rem}
code{font:.85em ui-monospace,monospace;overflow-wrap:anywhere}
@media print{body{padding:0;background:#fff;max-inline-size:none}}
)css";

std::string escape(std::string_view text) {
    std::string out;
    for (char const c : text) {
        switch (c) {
            case '&': out += "&amp;"; break;
            case '<': out += "&lt;"; break;
            case '>': out += "&gt;"; break;
            case '"': out += "&quot;"; break;
            case '\'': out += "&#39;"; break;
            case '\n': out += "<br>"; break;
            default: out += c;
        }
    }
    return out;
}

/// People's words: isolated, so that their direction and guillemets stay their own.
std::string words(std::string_view text) { return "<bdi dir=\"auto\">" + escape(text) + "</bdi>"; }
std::string number(std::uint64_t n) { return "<bdi>" + std::to_string(n) + "</bdi>"; }

std::string date(UnixMillis at) {
    std::time_t const seconds = at / 1000;
    std::tm utc{};
    ::gmtime_r(&seconds, &utc);
    char text[32];
    std::strftime(text, sizeof text, "%Y-%m-%d %H:%M UTC", &utc);
    return "<bdi dir=\"ltr\">" + std::string(text) + "</bdi>";
}

class Report {
public:
    Report(RoomState const& room, Language language, std::optional<Hash> root)
        : room_(room), language_(language), w_(report_words(language)), root_(root), view_(project_room(room, Audience::participants, "")) {}

    std::string make() {
        head();
        agenda();
        participation();
        for (auto const& result : results_of(room_, false)) round(result);
        proposals();
        explanations();
        out_ += "</main></body></html>\n";
        return std::move(out_);
    }

private:
    template <class W>
    std::string said(W const& text) const { return words(in_language(text, language_)); }

    template <class Named>
    std::string label(std::vector<Named> const& all, Key const& key) const {
        auto const found = std::ranges::find(all, key, &Named::key);
        return found == all.end() ? escape(key.value == "none" ? w_.none : key.value) : said(found->label);
    }

    void head() {
        auto const title = in_language(room_.plan.title, language_);
        out_ += "<!doctype html><html lang=\"" + std::string(w_.language) + "\" dir=\"" + w_.direction + "\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width,initial-scale=1\"><title>" +
                escape(title) + " – " + w_.report + "</title><style>" + style + "</style></head><body><header><p>" + w_.report + "</p><h1>" + words(title) + "</h1><div class=\"meta small\"><span>" + w_.code +
                ": <bdi dir=\"ltr\">" + escape(room_.code) + "</bdi></span><span>" + w_.opened + " " + date(room_.created_at) + "</span>";
        if (room_.closed_at) out_ += "<span>" + std::string(w_.closed) + " " + date(*room_.closed_at) + "</span>";
        out_ += "</div></header><main>";
        if (!room_.closed_at) out_ += "<p class=\"note\">" + std::string(w_.still_running) + "</p>";
    }

    std::string kind(ActivityConfig const& config) const {
        return std::visit(Overloaded{[&](ProposalsConfig const&) { return w_.kind_proposals; }, [&](ChoiceConfig const&) { return w_.kind_choice; },
                                     [&](DotsConfig const&) { return w_.kind_dots; }}, config);
    }

    void agenda() {
        out_ += "<h2>" + std::string(w_.agenda) + "</h2><ol>";
        for (auto const& activity : view_.activities) {
            out_ += "<li>" + said(activity.plan.title) + " <span class=\"small\">(" + kind(activity.plan.config);
            if (activity.phase == ActivityPhase::skipped) out_ += " · " + std::string(w_.skipped);
            else if (activity.round == 0) out_ += " · " + std::string(w_.not_opened);
            out_ += ")</span></li>";
        }
        out_ += "</ol>";
    }

    void participation() {
        auto const seats = project_room(room_, Audience::facilitators, "").desk->seats;
        out_ += "<h2>" + std::string(w_.participation) + "</h2><table><thead><tr><th>" + w_.group + "</th><th class=\"n\">" + w_.seats + "</th></tr></thead><tbody>";
        std::uint64_t all = 0;
        for (auto const& one : seats) {
            if (!one.group && one.seats == 0) continue;
            all += one.seats;
            out_ += "<tr><td>" + label(room_.plan.groups.value, one.group.value_or(Key{"none"})) + "</td><td class=\"n\">" + number(one.seats) + "</td></tr>";
        }
        out_ += "<tr><th>" + std::string(w_.everyone) + "</th><th class=\"n\">" + number(all) + "</th></tr></tbody></table>";
    }

    void round(RoundResult const& result) {
        bool const is_dots = std::holds_alternative<DotsConfig>(result.plan->config);
        out_ += "<h2>" + said(result.plan->title) + "</h2><p class=\"meta small\"><span>" + w_.round + " " + number(result.round) + "</span><span>" + w_.voters + ": " + number(result.voters) + "</span>";
        if (result.result.abstentions > 0) out_ += "<span>" + std::string(w_.abstentions) + ": " + number(result.result.abstentions) + "</span>";
        out_ += "</p><table><thead><tr><th>" + std::string(w_.option) + "</th><th class=\"n\">" + (is_dots ? w_.points : w_.votes) + "</th><th class=\"n\">" + w_.share + "</th><th class=\"bar\"></th></tr></thead><tbody>";
        std::vector<std::size_t> order(result.result.items.size());
        for (std::size_t i = 0; i < order.size(); ++i) order[i] = i;
        std::ranges::stable_sort(order, std::greater{}, [&](std::size_t i) { return result.result.items[i].points; });
        auto const most = order.empty() ? 0 : result.result.items[order.front()].points;
        for (auto const i : order) row(result.items[i], result.result.items[i], result.voters, most);
        out_ += "</tbody></table>";
        split(result, order);
    }

    /// Bars are scaled to the share of voters, so that a full track means everybody.
    void row(Item const& item, ItemResult const& count, std::uint64_t voters, std::uint64_t most) {
        auto const percent = voters == 0 ? 0 : (count.voters * 100 + voters / 2) / voters;
        out_ += std::string("<tr") + (count.points == most && most > 0 ? " class=\"lead\"" : "") + "><td>" + said(item.label) + "</td><td class=\"n\">" + number(count.points) + "</td><td class=\"n\"><bdi dir=\"ltr\">" +
                std::to_string(percent) + "%</bdi></td><td class=\"bar\"><span class=\"track\"><span class=\"fill\" style=\"inline-size:" + std::to_string(percent) + "%\"></span></span></td></tr>";
    }

    void split(RoundResult const& result, std::vector<std::size_t> const& order) {
        if (result.result.groups.empty()) return;
        out_ += "<h3>" + std::string(w_.by_group) + "</h3><table><thead><tr><th>" + w_.option + "</th>";
        for (auto const& part : result.result.groups) {
            out_ += "<th class=\"n\" style=\"white-space:normal\">";
            for (std::size_t i = 0; i < part.groups.size(); ++i) out_ += (i ? " + " : "") + label(room_.plan.groups.value, part.groups[i]);
            out_ += "<br><span class=\"small\">" + number(part.voters) + "</span></th>";
        }
        out_ += "</tr></thead><tbody>";
        for (auto const i : order) {
            out_ += "<tr><td>" + said(result.items[i].label) + "</td>";
            for (auto const& part : result.result.groups) out_ += "<td class=\"n\">" + number(part.items[i].points) + "</td>";
            out_ += "</tr>";
        }
        out_ += "</tbody></table><p class=\"small\">" + std::string(w_.small_groups) + "</p>";
    }

    void proposals() {
        out_ += "<h2>" + std::string(w_.proposals) + "</h2>";
        if (view_.proposals.empty()) out_ += "<p>" + std::string(w_.no_proposals) + "</p>";
        for (auto const& proposal : view_.proposals) {
            out_ += "<div class=\"card\"><strong>" + said(proposal.title) + "</strong>";
            if (proposal.text) out_ += "<p>" + said(*proposal.text) + "</p>";
            out_ += "<p class=\"small meta\">";
            if (proposal.category) out_ += "<span>" + label(room_.plan.categories.value, *proposal.category) + "</span>";
            if (proposal.group) out_ += "<span>" + label(room_.plan.groups.value, *proposal.group) + "</span>";
            out_ += "<span>" + std::string(w_.endorsements) + ": " + number(proposal.endorsements) + "</span></p></div>";
        }
    }

    void explanations() {
        out_ += "<h2>" + std::string(w_.how_title) + "</h2><ul>";
        for (auto const* one : {w_.how_ballots, w_.how_choice, w_.how_dots, w_.how_share, w_.small_groups}) out_ += "<li>" + std::string(one) + "</li>";
        out_ += "</ul>";
        if (!root_) return;
        out_ += "<h2>" + std::string(w_.check_title) + "</h2><p>" + escape(w_.check_text) + "</p><p class=\"small\">" + w_.root + ": <code dir=\"ltr\">" + text_of(*root_) + "</code></p>";
    }

    RoomState const& room_;
    Language language_;
    ReportWords const& w_;
    std::optional<Hash> root_;
    RoomView view_;
    std::string out_;
};

}  // namespace

std::string report_page(RoomState const& room, Language language, std::optional<Hash> root) { return Report(room, language, root).make(); }

}  // namespace warsha
