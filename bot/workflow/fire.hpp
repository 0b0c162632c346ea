// What happens when a timer's moment has come. What it finds is true now, whenever it was set: a
// task that was decided meanwhile reminds nobody.
#pragma once

#include "bot/workflow/act.hpp"
#include "store/timers.hpp"

namespace bot::workflow {

// Handles one timer, which is gone or set anew afterwards.
void fire(const Act& act, const store::TimerRow& timer);

// Handles what is due and belongs together, and lets the person's notice go when nothing more is
// due for them. How many timers; 0 when nothing is due.
int fire_next(const Act& act, int most);

}  // namespace bot::workflow
