// Every metric's name, help and labels, in one place.
#include "bot/metrics.hpp"

#include <prometheus/counter.h>
#include <prometheus/gauge.h>
#include <prometheus/histogram.h>
#include <prometheus/registry.h>
#include <prometheus/text_serializer.h>

#include <algorithm>

namespace bot {

namespace {

// Seconds. Slack waits 3 for an acknowledgement; ours take about a millisecond.
const std::vector<double> ack_bounds{
    0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2, 3};
const std::vector<double> call_bounds{0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30};

prometheus::Labels labelled(
    const std::vector<std::string>& names, std::initializer_list<std::string_view> values
) {
    prometheus::Labels labels;
    auto name = names.begin();
    for (const auto value : values) {
        if (name == names.end()) break;
        labels.emplace(*name++, value);
    }
    return labels;
}

}  // namespace

Counter::Counter(
    prometheus::Registry& registry,
    std::string name,
    std::string help,
    std::vector<std::string> labels
)
    : family_{prometheus::BuildCounter().Name(name).Help(help).Register(registry)},
      labels_{std::move(labels)} {
    // A counter without labels shows its zero from the start.
    if (labels_.empty()) at({});
}

prometheus::Counter& Counter::at(std::initializer_list<std::string_view> values) {
    std::string key;
    for (const auto value : values)
        key.append(value).push_back('\0');
    if (const auto found = series_.find(key); found != series_.end()) return *found->second;
    auto& counter = family_.Add(labelled(labels_, values));
    series_.emplace(key, &counter);
    return counter;
}

void Counter::add(std::initializer_list<std::string_view> values, double amount) {
    at(values).Increment(amount);
}

double Counter::value(std::initializer_list<std::string_view> values) {
    return at(values).Value();
}

Gauge::Gauge(prometheus::Registry& registry, const std::string& name, const std::string& help)
    : gauge_{prometheus::BuildGauge().Name(name).Help(help).Register(registry).Add({})} {}

void Gauge::set(double value) {
    gauge_.Set(value);
}
void Gauge::add(double amount) {
    gauge_.Increment(amount);
}
double Gauge::value() const {
    return gauge_.Value();
}

LabelledGauge::LabelledGauge(
    prometheus::Registry& registry,
    const std::string& name,
    const std::string& help,
    std::vector<std::string> labels
)
    : family_{prometheus::BuildGauge().Name(name).Help(help).Register(registry)},
      labels_{std::move(labels)} {}

void LabelledGauge::set(std::initializer_list<std::string_view> values, double value) {
    auto& gauge = family_.Add(labelled(labels_, values));
    gauge.Set(value);
    if (std::find(series_.begin(), series_.end(), &gauge) == series_.end())
        series_.push_back(&gauge);
}

void LabelledGauge::zero() {
    for (auto* gauge : series_)
        gauge->Set(0);
}

Histogram::Histogram(
    prometheus::Registry& registry,
    const std::string& name,
    const std::string& help,
    const std::vector<double>& bounds
)
    : histogram_{
          prometheus::BuildHistogram().Name(name).Help(help).Register(registry).Add({}, bounds)} {}

void Histogram::observe(double value) {
    histogram_.Observe(value);
}

Metrics::Metrics()
    : registry_{std::make_unique<prometheus::Registry>()},
      http_requests{
          *registry_,
          "latchkey_http_requests_total",
          "Requests answered, by kind of path and status.",
          {"path", "status"}},
      http_refusals{
          *registry_,
          "latchkey_http_refusals_total",
          "Requests the listener refused before they reached a handler, by status.",
          {"status"}},
      http_connections{
          *registry_,
          "latchkey_http_connections_total",
          "Connections, by what became of them at the door.",
          {"result"}},
      open_connections{*registry_, "latchkey_http_open_connections", "Connections open now."},
      ack_seconds{
          *registry_,
          "latchkey_ack_seconds",
          "From a request's last byte to its answer's last byte.",
          ack_bounds},
      signature_refusals{
          *registry_,
          "latchkey_signature_refusals_total",
          "Requests refused because of their signature, by reason.",
          {"reason"}},
      inbound_payloads{
          *registry_,
          "latchkey_inbound_payloads_total",
          "Signed payloads, by kind and by what became of them.",
          {"kind", "result"}},
      write_queue{
          *registry_, "latchkey_write_queue", "Units of work that wait for the database's writer."},
      slack_calls{
          *registry_,
          "latchkey_slack_calls_total",
          "Calls of Slack's Web API, by method and result.",
          {"method", "result"}},
      slack_call_seconds{
          *registry_,
          "latchkey_slack_call_seconds",
          "Duration of a call of Slack's Web API, its retries included.",
          call_bounds},
      messages{
          *registry_,
          "latchkey_messages_total",
          "Messages to people, by what became of them.",
          {"result"}},
      outbox_waiting{*registry_, "latchkey_outbox_waiting", "Messages that wait to be sent."},
      outbox_given_up{
          *registry_, "latchkey_outbox_given_up", "Messages that could never be delivered."},
      fulfilment_jobs{
          *registry_,
          "latchkey_fulfilment_jobs",
          "Changes that applications have not carried out yet, by kind and by how far they are.",
          {"integration", "kind", "state"}},
      fulfilment_attempts{
          *registry_,
          "latchkey_fulfilment_attempts_total",
          "Attempts to carry a change out in an application, by kind and by how they ended.",
          {"integration", "kind", "result"}},
      mails_waiting{*registry_, "latchkey_mails_waiting", "E-mails that wait to be sent."},
      mails_given_up{
          *registry_, "latchkey_mails_given_up", "E-mails that could never be delivered."} {}

Metrics::~Metrics() = default;

std::string Metrics::text() const {
    return prometheus::TextSerializer{}.Serialize(registry_->Collect());
}

void Metrics::signature_refused(SignatureVerdict why) {
    signature_refusals.add({name(why)});
}

}  // namespace bot
