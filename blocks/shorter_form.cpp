#include "blocks/shorter_form.hpp"

#include "blocks/card_parts.hpp"
#include "blocks/comment_form.hpp"
#include "blocks/grant_list.hpp"
#include "blocks/ids.hpp"

namespace blocks {

BlockId shorter_end_block() {
    return ids::shorter_end;
}

View shorter_form(const ShorterForm& model) {
    const auto whom = model.beneficiary.is_reader ? md("you") : named(model.beneficiary);
    const auto asked =
        model.ends || model.purpose ? duration_of(model.purpose, model.ends) : md("permanently");
    const auto is = model.items.size() == 1 ? md(" is") : md(" are");
    std::vector<Block> blocks{
        section(bold(what_text(model.items)), " for ", whom, is, " asked for ", asked, "."),
        input(
            shorter_end_block(),
            "Approve until",
            datetimepicker(ids::shorter_end),
            {.hint = "Earlier than asked. The requester is told."}
        )};
    if (model.extends)
        blocks.push_back(context("It is held until ", date(*model.extends), " already."));
    if (model.needs_comment) blocks.push_back(approval_comment());
    return modal(
        ids::shorter_form,
        "Shorter time",
        blocks,
        {.private_metadata = model.key, .submit = "Approve", .close = "Cancel"}
    );
}

}  // namespace blocks
