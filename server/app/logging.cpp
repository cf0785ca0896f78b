#include "app/logging.hpp"

#include <memory>

#include <nlohmann/json.hpp>
#include <spdlog/formatter.h>
#include <spdlog/sinks/stdout_color_sinks.h>
#include <spdlog/spdlog.h>

namespace warsha {
namespace {

class JsonLines final : public spdlog::formatter {
public:
    void format(spdlog::details::log_msg const& message, spdlog::memory_buf_t& out) override {
        using namespace std::chrono;
        nlohmann::json const line{
            {"time_ms", duration_cast<milliseconds>(message.time.time_since_epoch()).count()},
            {"level", std::string(spdlog::level::to_string_view(message.level).data(), spdlog::level::to_string_view(message.level).size())},
            {"thread", message.thread_id},
            {"message", std::string(message.payload.data(), message.payload.size())}};
        auto const text = line.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace) + "\n";
        out.append(text.data(), text.data() + text.size());
    }
    [[nodiscard]] std::unique_ptr<spdlog::formatter> clone() const override { return std::make_unique<JsonLines>(); }
};

}  // namespace

void set_up_logging(std::string const& level, std::string const& format) {
    auto logger = spdlog::stderr_color_mt("warsha");
    if (format == "json") logger->set_formatter(std::make_unique<JsonLines>());
    else logger->set_pattern("%H:%M:%S.%e %^%-5l%$ %v");
    logger->set_level(spdlog::level::from_str(level));
    spdlog::set_default_logger(std::move(logger));
}

}  // namespace warsha
