// What the daemon counts, in Prometheus' text format. A new metric is one member here and one line
// in metrics.cpp; the hot path pays one addition.
#pragma once

#include <initializer_list>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "bot/signature.hpp"

namespace prometheus {
class Counter;
class Gauge;
class Histogram;
class Registry;
template <class T>
class Family;
}  // namespace prometheus

namespace bot {

// One metric, told apart by the values of its labels (their names are given in metrics.cpp). Values
// come from small fixed sets, never from a request: each makes a series that lives on.
class Counter {
 public:
    Counter(
        prometheus::Registry& registry,
        std::string name,
        std::string help,
        std::vector<std::string> labels = {}
    );
    void add(std::initializer_list<std::string_view> values = {}, double amount = 1);
    double value(std::initializer_list<std::string_view> values = {});

 private:
    prometheus::Counter& at(std::initializer_list<std::string_view> values);

    prometheus::Family<prometheus::Counter>& family_;
    std::vector<std::string> labels_;
    std::map<std::string, prometheus::Counter*, std::less<>> series_;
};

class Gauge {
 public:
    Gauge(prometheus::Registry& registry, const std::string& name, const std::string& help);
    void set(double value);
    void add(double amount);
    double value() const;

 private:
    prometheus::Gauge& gauge_;
};

// One gauge, told apart by the values of its labels.
class LabelledGauge {
 public:
    LabelledGauge(
        prometheus::Registry& registry,
        const std::string& name,
        const std::string& help,
        std::vector<std::string> labels
    );
    void set(std::initializer_list<std::string_view> values, double value);
    // All that was ever set: before what is there now is set anew.
    void zero();

 private:
    prometheus::Family<prometheus::Gauge>& family_;
    std::vector<std::string> labels_;
    std::vector<prometheus::Gauge*> series_;
};

class Histogram {
 public:
    Histogram(
        prometheus::Registry& registry,
        const std::string& name,
        const std::string& help,
        const std::vector<double>& bounds
    );
    void observe(double value);

 private:
    prometheus::Histogram& histogram_;
};

// Belongs to the loop's thread.
class Metrics {
 public:
    Metrics();
    ~Metrics();
    Metrics(const Metrics&) = delete;
    Metrics& operator=(const Metrics&) = delete;

    // Everything, in the text format of Prometheus 0.0.4.
    std::string text() const;

    void signature_refused(SignatureVerdict why);

 private:
    std::unique_ptr<prometheus::Registry> registry_;

 public:
    Counter http_requests;     // kind of path, status
    Counter http_refusals;     // status: what the listener refused by itself
    Counter http_connections;  // result: accepted, closed, tls_failed, timed_out, evicted
    Gauge open_connections;
    Histogram ack_seconds;          // from the whole request to the answer's last byte
    Counter signature_refusals;     // reason
    Counter inbound_payloads;       // kind, result: accepted, malformed, queue_full
    Gauge write_queue;              // units of work that wait for the writer
    Counter slack_calls;            // method, result: ok or the fault
    Histogram slack_call_seconds;   // one call with its retries
    Counter messages;               // result: sent, edited, found, delayed, failed
    Gauge outbox_waiting;           // messages that wait to be sent
    Gauge outbox_given_up;          // messages that never will be
    LabelledGauge fulfilment_jobs;  // integration, kind, state: waiting, retrying, pending
    Counter fulfilment_attempts;    // integration, kind, result: done, again, failed, pending
    Gauge mails_waiting;            // e-mails that wait to be sent
    Gauge mails_given_up;           // e-mails that never will be
};

}  // namespace bot
