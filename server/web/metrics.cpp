#include "web/metrics.hpp"

#include <map>

#include <prometheus/counter.h>
#include <prometheus/gauge.h>
#include <prometheus/registry.h>
#include <prometheus/text_serializer.h>

namespace warsha::web {

struct Metrics::Impl {
    prometheus::Registry registry;
    prometheus::Family<prometheus::Gauge>& sessions = prometheus::BuildGauge().Name("warsha_sessions").Help("Accepted sessions by role").Register(registry);
    prometheus::Gauge& connections = prometheus::BuildGauge().Name("warsha_connections").Help("Open sockets").Register(registry).Add({});
    prometheus::Counter& commands = counter("warsha_commands_total", "Commands received");
    prometheus::Counter& refused = counter("warsha_commands_refused_at_edge_total", "Commands refused for their rate or their words");
    prometheus::Counter& frames = counter("warsha_frames_sent_total", "WebSocket messages sent");
    prometheus::Counter& bytes = counter("warsha_bytes_sent_total", "Payload bytes of WebSocket messages sent");
    prometheus::Family<prometheus::Counter>& closes = prometheus::BuildCounter().Name("warsha_closes_total").Help("Sockets closed by this server, by close code").Register(registry);
    prometheus::Family<prometheus::Counter>& requests = prometheus::BuildCounter().Name("warsha_http_requests_total").Help("HTTP answers by status").Register(registry);

    prometheus::Counter& counter(char const* name, char const* help) { return prometheus::BuildCounter().Name(name).Help(help).Register(registry).Add({}); }
};

Metrics::Metrics() : impl_(std::make_unique<Impl>()) {}
Metrics::~Metrics() = default;
void Metrics::connected(int change) { impl_->connections.Increment(change); }
void Metrics::session(Role role, int change) { impl_->sessions.Add({{"role", boost::describe::enum_to_string(role, "?")}}).Increment(change); }
void Metrics::command() { impl_->commands.Increment(); }
void Metrics::refused_at_edge() { impl_->refused.Increment(); }
void Metrics::frame(std::size_t bytes) {
    impl_->frames.Increment();
    impl_->bytes.Increment(static_cast<double>(bytes));
}
void Metrics::closed(CloseCode code) { impl_->closes.Add({{"code", std::to_string(static_cast<int>(code))}}).Increment(); }
void Metrics::http(unsigned status) { impl_->requests.Add({{"status", std::to_string(status)}}).Increment(); }
std::string Metrics::text() const { return prometheus::TextSerializer().Serialize(impl_->registry.Collect()); }

}  // namespace warsha::web
