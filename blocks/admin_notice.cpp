// Each notice says what happened, what follows, and what to do.
#include "blocks/admin_notice.hpp"

#include "blocks/card_parts.hpp"
#include "blocks/pager.hpp"

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

Message undelivered_notice(const UndeliveredNotice& model) {
    constexpr std::size_t why_units = 200;
    const auto what =
        md("*Not delivered:* ",
           count(model.total, "message"),
           " could not be delivered, and we have stopped trying.");
    if (model.messages.empty()) {
        const auto settled = md("*Delivered after all:* every message of this list has arrived.");
        return message(settled, {section(settled)});
    }
    std::vector<Markdown> lines;
    for (const auto& one : model.messages) {
        lines.push_back(
            md("• ", one.what, " to ", named(one.to), ": ", shortened(cleaned(one.why), why_units))
        );
    }
    const auto more = model.total - static_cast<std::int64_t>(model.messages.size());
    if (more > 0) lines.push_back(md("and ", number(more), " more: the log names them all"));
    std::vector<Block> blocks{section(what)};
    add(blocks, paragraphs(lines));
    blocks.push_back(context(
        "Each is tried again when what it tells changes, or when the person is back in Slack."
    ));
    return message(md(what, "\n", joined(lines, "\n")), blocks);
}

}  // namespace blocks
