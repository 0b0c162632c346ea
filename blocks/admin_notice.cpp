// Each notice says what happened, what follows, and what to do.
#include "blocks/admin_notice.hpp"

#include "blocks/card_parts.hpp"

namespace blocks {

Message second_user_notice(const SecondUserNotice& model) {
    Person other;
    other.slack = model.other;
    const auto second = named(other);
    const auto known = named(model.employee);
    const auto what =
        md("*A second Slack user was refused:* ", second, " has the e-mail address of ", known, "."
        );
    const auto follows =
        md("Only ",
           known,
           " can ask and decide; ",
           second,
           " cannot. If that is the wrong way round, deactivate ",
           known,
           " in Slack or correct the address of one of the two.");
    return message(md(what, " ", follows), {section(what), section(follows)});
}

}  // namespace blocks
