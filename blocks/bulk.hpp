// Several tasks decided at once: what came of each.
#pragma once

#include <vector>

#include "blocks/kit.hpp"
#include "blocks/model.hpp"
#include "blocks/notice.hpp"

namespace blocks {

// One task of the selection: "3 access grants in GitHub for Ann", and why not if it was not
// decided.
struct BulkLine {
    Markdown what;
    Markdown why_not = {};  // empty: decided
};
struct BulkSummary {
    Verdict verdict = Verdict::approved;
    std::vector<BulkLine> lines = {};
};
View bulk_summary(const BulkSummary& model);

}  // namespace blocks
