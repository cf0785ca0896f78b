#include "core/activities/materials/materials.hpp"

#include <algorithm>
#include <array>

namespace warsha {
namespace {

bool is_base64(std::string_view text) {
    auto const end = text.find_last_not_of('=') + 1;
    auto const is_digit = [](char c) { return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '+' || c == '/'; };
    return end > 0 && text.size() - end <= 2 && text.size() % 4 == 0 && std::ranges::all_of(text.substr(0, end), is_digit);
}

bool is_image(std::string_view text) {
    static constexpr std::array<std::string_view, 3> starts{"data:image/png;base64,", "data:image/jpeg;base64,", "data:image/webp;base64,"};
    return std::ranges::any_of(starts, [&](std::string_view start) { return text.starts_with(start) && is_base64(text.substr(start.size())); });
}

bool is_link(std::string_view text) {
    auto const is_plain = [](char c) { return c > ' ' && c != '"' && c != '<' && c != '>' && c != '\\'; };
    return text.size() > 8 && text.starts_with("https://") && std::ranges::all_of(text, is_plain);
}

Refusal check_block(Block const& block) {
    if (!block.heading && !block.text && !block.image && !block.link) return Reject::bad_config;
    if (block.image && (!block.image_says || !is_image(block.image->value))) return Reject::bad_config;
    if (block.image_says && !block.image) return Reject::bad_config;
    return block.link && !is_link(block.link->value) ? Refusal(Reject::bad_config) : std::nullopt;
}

}  // namespace

Refusal check_config(MaterialsConfig const& config) {
    if (config.blocks.empty()) return Reject::bad_config;
    std::size_t images = 0;
    for (auto const& block : config.blocks) {
        if (auto const wrong = check_block(block)) return wrong;
        images += block.image ? block.image->value.size() : 0;
    }
    return images > images_chars_max ? Refusal(Reject::text_too_long) : std::nullopt;
}

}  // namespace warsha
