#include "web/metrics.hpp"

#include <prometheus/counter.h>
#include <prometheus/gauge.h>
#include <prometheus/histogram.h>
#include <prometheus/registry.h>
#include <prometheus/text_serializer.h>

namespace warsha::web {
namespace {
using prometheus::Counter;
using prometheus::Family;
using prometheus::Gauge;
using prometheus::Histogram;
Histogram::BucketBoundaries const ack_seconds{0.0005, 0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5};
}  // namespace

struct Metrics::Impl {
    prometheus::Registry registry;
    Gauge& connections = prometheus::BuildGauge().Name("warsha_connections").Help("Open sockets").Register(registry).Add({});
    Family<Gauge>& sessions = prometheus::BuildGauge().Name("warsha_sessions").Help("Accepted sessions by role").Register(registry);
    Counter& commands = plain("warsha_commands_received_total", "Commands that were well formed");
    Family<Counter>& outcomes = labelled("warsha_commands_total", "Commands answered, by outcome: recorded, or the code of the rejection");
    Counter& recorded = outcomes.Add({{"outcome", "recorded"}});
    Histogram& acks = prometheus::BuildHistogram().Name("warsha_ack_seconds").Help("From a command's arrival to its receipt").Register(registry).Add({}, ack_seconds);
    Counter& frames = plain("warsha_frames_sent_total", "WebSocket messages sent");
    Counter& bytes = plain("warsha_frame_bytes_sent_total", "Payload bytes of WebSocket messages sent");
    Counter& views = plain("warsha_fresh_views_total", "Slow readers that were brought up to date with one view");
    Family<Counter>& closes = labelled("warsha_closes_total", "Sockets closed by this server, by close code");
    Family<Counter>& refusals = labelled("warsha_turned_away_total", "Sockets that were refused at the door, by reason");
    Family<Counter>& requests = labelled("warsha_http_answers_total", "HTTP answers by status");

    Family<Counter>& labelled(char const* name, char const* help) { return prometheus::BuildCounter().Name(name).Help(help).Register(registry); }
    Counter& plain(char const* name, char const* help) { return labelled(name, help).Add({}); }
};

Metrics::Metrics() : impl_(std::make_unique<Impl>()) {}
Metrics::~Metrics() = default;
void Metrics::connected(int change) { impl_->connections.Increment(change); }
void Metrics::session(Role role, int change) { impl_->sessions.Add({{"role", boost::describe::enum_to_string(role, "?")}}).Increment(change); }
void Metrics::command() { impl_->commands.Increment(); }
void Metrics::recorded(double seconds) {
    impl_->recorded.Increment();
    impl_->acks.Observe(seconds);
}
void Metrics::rejected(std::string_view code) { impl_->outcomes.Add({{"outcome", std::string(code)}}).Increment(); }
void Metrics::frames(std::uint64_t count, std::uint64_t bytes) {
    impl_->frames.Increment(static_cast<double>(count));
    impl_->bytes.Increment(static_cast<double>(bytes));
}
void Metrics::fresh_view() { impl_->views.Increment(); }
void Metrics::closed(CloseCode code) { impl_->closes.Add({{"code", std::to_string(static_cast<int>(code))}}).Increment(); }
void Metrics::turned_away(char const* why) { impl_->refusals.Add({{"why", why}}).Increment(); }
void Metrics::http(unsigned status) { impl_->requests.Add({{"status", std::to_string(status)}}).Increment(); }
std::string Metrics::text() const { return prometheus::TextSerializer().Serialize(impl_->registry.Collect()) + (further_ ? further_() : ""); }

}  // namespace warsha::web
