#include "archive/report/html.hpp"

namespace warsha::html {
namespace {

/// Tenths of a percent, rounded half up. Counts are below 2^40, so nothing overflows.
std::uint64_t permille(std::uint64_t part, std::uint64_t whole) { return whole == 0 ? 0 : (part * 2000 + whole) / (2 * whole); }

std::string decimal(std::uint64_t tenths, char separator) { return std::to_string(tenths / 10) + separator + std::to_string(tenths % 10); }

}  // namespace

std::string escape(std::string_view text) {
    std::string made;
    for (char const c : text) {
        switch (c) {
            case '&': made += "&amp;"; break;
            case '<': made += "&lt;"; break;
            case '>': made += "&gt;"; break;
            case '"': made += "&quot;"; break;
            case '\'': made += "&#39;"; break;
            case '\n': made += "<br>"; break;
            default: made += c;
        }
    }
    return made;
}

std::string bdi(std::string_view text) { return "<bdi dir=\"auto\">" + escape(text) + "</bdi>"; }
std::string ltr(std::string_view text) { return "<bdi dir=\"ltr\">" + escape(text) + "</bdi>"; }

std::string percent(std::uint64_t part, std::uint64_t whole, Language language) {
    auto const number = decimal(permille(part, whole), language == Language::en ? '.' : ',');
    return "<bdi dir=\"ltr\" class=\"pc\">" + number + (language == Language::fr ? "\u202f%" : "%") + "</bdi>";
}

std::string mean(std::uint64_t sum, std::uint64_t count, Language language) {
    if (count == 0) return "–";
    auto const hundredths = (sum * 200 + count) / (2 * count);
    auto const rest = std::to_string(hundredths % 100);
    return "<bdi dir=\"ltr\">" + std::to_string(hundredths / 100) + (language == Language::en ? "." : ",") + (rest.size() < 2 ? "0" : "") + rest + "</bdi>";
}

std::string bar(std::uint64_t part, std::uint64_t whole, bool leads, Language language) {
    auto const length = std::min<std::uint64_t>(permille(part, whole), 1000);
    auto const x = language == Language::ar ? 1000 - length : 0;
    return "<svg class=\"bar\" aria-hidden=\"true\" preserveAspectRatio=\"none\" viewBox=\"0 0 1000 10\"><rect class=\"track\" width=\"1000\" height=\"10\"/><rect class=\"" +
           std::string(leads ? "lead" : "rest") + "\" x=\"" + std::to_string(x) + "\" width=\"" + std::to_string(length) + "\" height=\"10\"/></svg>";
}

std::string fill(std::string_view pattern, std::initializer_list<std::uint64_t> numbers) {
    std::string made(pattern);
    std::size_t i = 0;
    for (auto const number : numbers) {
        auto const hole = "{" + std::to_string(++i) + "}";
        if (auto const at = made.find(hole); at != std::string::npos) made.replace(at, hole.size(), ltr(std::to_string(number)));
    }
    return made;
}

std::string labelled(std::string_view label, std::uint64_t count, Language language) {
    return std::string(label) + (language == Language::fr ? "\u00a0: " : ": ") + ltr(std::to_string(count));
}

std::string count_cell(std::uint64_t count, std::string const& of) { return "<td class=\"n\" data-of=\"" + escape(of) + "\">" + std::to_string(count) + "</td>"; }

std::string_view star() {
    return R"svg(<svg class="star" aria-hidden="true" viewBox="-50 -50 100 100"><path d="M-33-33H33V33H-33Z"/><path d="M-33-33H33V33H-33Z" transform="rotate(45)"/></svg>)svg";
}

}  // namespace warsha::html
