// The gauges that are read from the database when somebody asks for the metrics.
#pragma once

#include "bot/metrics.hpp"
#include "store/gate.hpp"

namespace bot {

store::Task<void> refresh_gauges(Metrics& metrics, store::Gate& gate);

}  // namespace bot
