// Compares what is drawn with a file that people read. To accept a change on purpose, run the tests
// with LATCHKEY_WRITE_GOLDEN=1 and look at the difference.
#pragma once

#include <string>

#include "blocks/kit.hpp"

namespace golden {

// The name of the file in tests/golden, without its ending. Also checks Slack's limits.
void check(const std::string& name, const blocks::View& view);
void check(const std::string& name, const blocks::Message& message);

}  // namespace golden
