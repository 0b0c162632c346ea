#include "policy/access_end.hpp"

#include <algorithm>

namespace policy {

std::optional<Instant> next_end_moment(
    const std::vector<Instant>& ends, const std::vector<Seconds>& notices, Instant after
) {
    std::optional<Instant> next;
    const auto consider = [&](Instant moment) {
        if (moment > after && (!next || moment < *next)) next = moment;
    };
    for (const auto end : ends) {
        consider(end);
        for (const auto before : notices)
            consider(end - before);
    }
    return next;
}

bool end_notice_due(Instant end, const std::vector<Seconds>& notices, Instant from, Instant now) {
    return now < end && std::any_of(notices.begin(), notices.end(), [&](Seconds before) {
               return end - before >= from && end - before <= now;
           });
}

Instant end_with_grace(Instant end, bool extension_pending, std::optional<Seconds> grace) {
    return extension_pending && grace ? end + *grace : end;
}

}  // namespace policy
