// Why, or why not: required, for somebody waits for the reason.
#include "blocks/comment_form.hpp"

#include "blocks/card_parts.hpp"
#include "blocks/grant_list.hpp"
#include "blocks/ids.hpp"

namespace blocks {

namespace {

constexpr int longest_comment = 1000;

Block comment_input(const Plain& hint) {
    return input(
        comment_block(),
        "Comment",
        plain_text_input(ids::comment, {.multiline = true, .max_length = longest_comment}),
        {.hint = hint}
    );
}

Markdown about(const CommentForm& model) {
    const auto who = model.beneficiary.is_reader ? md("you") : named(model.beneficiary);
    return what_for_whom(bold(what_text(model.items)), who, model.action);
}

bool removes(const CommentForm& model) {
    return model.action == policy::Action::revoke;
}

}  // namespace

BlockId comment_block() {
    return ids::comment;
}

Block approval_comment() {
    return comment_input(
        "Why is this all right? The policy asks for a word of it. It is kept in the audit trail."
    );
}

View approve_comment(const CommentForm& model) {
    return modal(
        ids::approve_comment,
        "Approve",
        {section("You are about to approve ", about(model), "."), approval_comment()},
        {.private_metadata = model.key, .submit = "Approve", .close = "Cancel"}
    );
}

View deny_comment(const CommentForm& model) {
    return modal(
        ids::deny_comment,
        "Deny",
        {removes(model) ? section("You are about to deny removing ", about(model), ".")
                        : section("You are about to deny ", about(model), "."),
         comment_input(
             removes(model)
                 ? Plain{"The requester and the person whose access it is read it."}
                 : Plain{"The requester and the person who would get the access read it."}
         )},
        {.private_metadata = model.key, .submit = "Deny", .close = "Cancel"}
    );
}

namespace {

View could_not_form(std::string_view callback_id, const CommentForm& model) {
    return modal(
        callback_id,
        "Could not",
        {removes(model) ? section("You could not remove ", about(model), ".")
                        : section("You could not grant ", about(model), "."),
         comment_input(
             removes(model) ? Plain{"What is in the way? The requester and the person whose access "
                                    "it is read it."}
                            : Plain{"What is in the way? The requester and the person who would "
                                    "get the access "
                                    "read it."}
         )},
        {.private_metadata = model.key, .submit = "Send", .close = "Cancel"}
    );
}

}  // namespace

View could_not_comment(const CommentForm& model) {
    return could_not_form(ids::could_not_comment, model);
}

View could_not_item(const CommentForm& model) {
    return could_not_form(ids::could_not_item, model);
}

}  // namespace blocks
