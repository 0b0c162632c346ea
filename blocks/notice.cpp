// Why a click did nothing, in one sentence each.
#include "blocks/notice.hpp"

#include "blocks/ids.hpp"

namespace blocks {

View notice_modal(const Plain& title, const std::vector<Markdown>& sentences) {
    std::vector<Block> blocks;
    blocks.reserve(sentences.size());
    for (const auto& sentence : sentences)
        blocks.push_back(section(sentence));
    return modal(ids::notice, title, blocks);
}

Markdown already_decided(const Person& by, Verdict verdict, policy::Instant at) {
    const auto who = by.is_reader ? md("You have") : md(named(by), " has");
    return verdict == Verdict::approved ? md(who, " already approved this on ", date(at), ".")
                                        : md(who, " already denied this on ", date(at), ".");
}

Markdown not_allowed(const std::vector<Person>& who_is) {
    if (who_is.empty())
        return md("You cannot decide this: it is not yours, and nobody is asked any more.");
    return md("You cannot decide this. It waits for ", named(who_is), ".");
}

Markdown waits_for_another(const std::vector<Person>& who, policy::Instant since) {
    return md("This was handed over on ", date(since), ": it went to ", named(who), ".");
}

Markdown request_expired(policy::Instant at) {
    return md("This request expired on ", date(at), ": nothing was changed.");
}

Markdown request_withdrawn(const Person& by, policy::Instant at) {
    const auto who = by.is_reader ? md("You") : named(by);
    return md(
        who, " withdrew this request on ", date(at), ": there is nothing to decide any more."
    );
}

Markdown changed_meanwhile() {
    return md(
        "This changed after it was shown to you, so nothing was decided. Please look at it again."
    );
}

}  // namespace blocks
