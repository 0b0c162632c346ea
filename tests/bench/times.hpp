// How long something takes that is done over and over: p50, p99 and the longest.
#pragma once

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <string>
#include <vector>

namespace bench {

using Clock = std::chrono::steady_clock;
using Ms = std::chrono::duration<double, std::milli>;

class Times {
 public:
    template <class Work>
    void take(Work work) {
        const auto begun = Clock::now();
        work();
        times_.push_back(Ms(Clock::now() - begun).count());
    }

    // The time that this share of them did not exceed.
    double at(double share) {
        std::sort(times_.begin(), times_.end());
        return times_[static_cast<std::size_t>(share * static_cast<double>(times_.size() - 1))];
    }

    void print(const std::string& what) {
        if (times_.empty()) return;
        std::printf(
            "%-60s %8zu times  p50 %8.3f ms  p99 %8.3f ms  max %8.3f ms\n",
            what.c_str(),
            times_.size(),
            at(0.5),
            at(0.99),
            at(1)
        );
        std::fflush(stdout);
    }

 private:
    std::vector<double> times_;
};

}  // namespace bench
