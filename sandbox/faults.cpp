// First planted, first met.
#include "sandbox/faults.hpp"

#include <algorithm>
#include <array>
#include <stdexcept>

namespace sandbox {

namespace {

struct Named {
    std::string_view name;
    FaultKind kind;
};

constexpr std::array names{
    Named{"slow", FaultKind::slow},
    Named{"http_500", FaultKind::http_500},
    Named{"not_json", FaultKind::not_json},
    Named{"lost_answer", FaultKind::lost_answer},
    Named{"reset", FaultKind::reset},
    Named{"rate_limit", FaultKind::rate_limit},
    Named{"error", FaultKind::error},
};

FaultKind kind_named(const std::string& name) {
    for (const Named& named : names)
        if (named.name == name) return named.kind;
    std::string known;
    for (const Named& named : names)
        known += (known.empty() ? "" : ", ") + std::string(named.name);
    throw std::invalid_argument("kind must be one of " + known);
}

std::string name_of(FaultKind kind) {
    for (const Named& named : names)
        if (named.kind == kind) return std::string(named.name);
    return "";
}

}  // namespace

Json Fault::json() const {
    return Json::object(
        {{"method", method},
         {"kind", name_of(kind)},
         {"ms", ms},
         {"retry_after", retry_after},
         {"error", error},
         {"times", times}}
    );
}

void Faults::plant(const Json& description) {
    Fault fault;
    fault.method = description.text("method");
    if (fault.method.empty()) throw std::invalid_argument("method is missing (\"*\" for all)");
    fault.kind = kind_named(description.text("kind"));
    fault.ms = description.at("ms").integer(fault.kind == FaultKind::slow ? 1000 : 0);
    fault.retry_after = description.at("retry_after").integer(1);
    if (description.has("error")) fault.error = description.text("error");
    fault.times = description.at("times").integer(1);
    planted_.push_back(fault);
}

std::optional<Fault> Faults::strike(const std::string& method) {
    const auto found = std::find_if(planted_.begin(), planted_.end(), [&](const Fault& fault) {
        return fault.method == method || fault.method == "*";
    });
    if (found == planted_.end()) return std::nullopt;
    const Fault fault = *found;
    if (--found->times <= 0) planted_.erase(found);
    return fault;
}

Json Faults::json() const {
    Json list = Json::array();
    for (const Fault& fault : planted_)
        list.add(fault.json());
    return list;
}

}  // namespace sandbox
