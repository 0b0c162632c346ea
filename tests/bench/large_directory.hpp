// A directory of the promised size, written straight into the tables: the real import would take
// long, and what is measured is reading. Who holds what is skewed as in real companies: a few
// titles with thousands of holders, a bundle that each title shares, things that everybody has, a
// long tail.
#pragma once

#include <cstdint>
#include <string>

#include "store/gate.hpp"

namespace bench {

struct LargeSize {
    int people = 200'000;
    int titles = 2'000;
    int applications = 500;
    int connections = 50'000;
    int grants = 10'000'000;  // about
    unsigned seed = 1;
};

// The first employees, whom the measurements name.
inline constexpr std::int64_t beneficiary = 1;   // holds what everybody holds, and little else
inline constexpr std::int64_t heavy_holder = 2;  // holds 2,000 connections
inline constexpr const char* team =
    "T0FERNHILL";  // their workspace; user ids are "U" and the number

// The title with the most holders.
inline constexpr const char* largest_title = "Specialist 1";

// The Slack user id of an employee ("U00000017").
std::string slack_user(std::int64_t employee);

// Makes the file; it must not exist. Says on standard error how far it is.
void make_large_directory(const std::string& path, const LargeSize& size);

}  // namespace bench
