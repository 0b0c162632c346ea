// What is wrong with a policy that can be read: found before it is imported, not by the request
// that it would have failed.
#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "policy/clauses.hpp"

namespace policy {

enum class Fault {
    empty_level,    // it asks nobody
    lone_approver,  // only one person can pass it, or more must say yes than there are
    unknown_person,
    never_matches  // an earlier clause takes all, or the conditions contradict each other
};

// Whether a policy with such a fault must not be imported.
bool is_grave(Fault fault);

struct Finding {
    Fault fault = Fault::empty_level;
    int line = 0;
    std::string sentence;
    std::string unknown = {};  // the address or name that is not there
    bool operator==(const Finding&) const = default;
};

// What must be known of the company to check more than the text. Names in lower case.
struct Company {
    std::map<std::string, PersonFacts> people;  // of those whom the policy names, the active ones
    std::vector<PersonFacts> risk_managers;
    std::map<std::string, std::size_t> integrations;  // how many owners each has
    // What anybody or anything there is called; nothing: it is not known, so nothing is missing.
    using Names = std::optional<std::set<std::string>>;
    Names emails = {};
    Names titles = {};
    Names departments = {};
    Names resources = {};
};

// The addresses that the levels of a policy name, each once.
std::vector<std::string> named_people(const Policy& policy);

// In the order of the lines. Without a company, people and applications are taken for known.
std::vector<Finding> check(const Policy& policy, const Company* company);

// Whether no item that `when` matches is left for it by the clauses before.
bool takes_all(const Condition& before, const Condition& when);

}  // namespace policy
