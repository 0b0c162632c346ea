#include "blocks/campaign_prompt.hpp"

#include "blocks/ids.hpp"

namespace blocks {

Message campaign_prompt(const CampaignPrompt& model) {
    const auto who = model.asked_by ? named(*model.asked_by) : md("An operator of Latchkey");
    const auto when = model.overdue ? md("It is *overdue* since ", date(model.ends))
                                    : md("It is to be done by ", date(model.ends));
    const auto text =
        md(who,
           " reminds you of the access review ",
           bold(shortened(cleaned(model.name), 150)),
           ": ",
           count(model.progress.open(), "access grant waits", "access grants wait"),
           " for you. ",
           when,
           ".");
    return message(
        text,
        {section(text),
         actions(
             "campaign_prompt",
             {button(
                 ids::campaign_review_now,
                 "Review now",
                 {.value = model.key,
                  .style = Style::primary,
                  .accessibility_label =
                      plain("Review the access of ", shortened(cleaned(model.name), 50))}
             )}
         )}
    );
}

}  // namespace blocks
