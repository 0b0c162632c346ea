// Whatever the model: Slack would take the view, and no user's string has made a mention, a link or
// formatting.
#include <catch2/catch.hpp>

#include <cctype>
#include <string_view>

#include "blocks/delegate_form.hpp"
#include "blocks/notice.hpp"
#include "blocks/reassign_form.hpp"
#include "blocks/shorter_form.hpp"
#include "tests/blocks/limits.hpp"
#include "tests/blocks/nasty.hpp"

namespace {

using nasty::Source;

constexpr unsigned rounds = 60;

// Formatting around EVIL, or a quotation that starts with QUOT, can only come from a user's string.
// Slack formats no underscore that has letters on both sides.
bool formats(const std::string& markdown) {
    auto letter = [&](std::size_t at) {
        return at < markdown.size() && std::isalnum(static_cast<unsigned char>(markdown[at]));
    };
    auto mark = [&](std::size_t at, std::size_t beyond) {
        if (at >= markdown.size()) return false;
        if (markdown[at] == '_') return !letter(beyond);
        return markdown[at] == '*' || markdown[at] == '~' || markdown[at] == '`';
    };
    for (auto at = markdown.find("EVIL"); at != std::string::npos;
         at = markdown.find("EVIL", at + 1)) {
        if (mark(at - 1, at - 2) || mark(at + 4, at + 5)) return true;
    }
    for (auto at = markdown.find("QUOT"); at != std::string::npos;
         at = markdown.find("QUOT", at + 1)) {
        const std::string_view before{markdown.data(), at};
        if (before == ">" || before.ends_with("\n>")) return true;
        if (before == "&gt;" || before.ends_with("\n&gt;")) return true;
    }
    return false;
}

bool is_ours(const std::string& token) {
    return token.starts_with("@UFINE") || token.starts_with("!date^") ||
           token.starts_with("https://fine.example/");
}

void check_texts(const std::vector<std::string>& markdown) {
    for (const auto& text : markdown) {
        if (formats(text)) FAIL("formatting in: " << text);
        for (const auto& token : limits::tokens_of_text(text)) {
            if (!is_ours(token)) FAIL("token <" << token << ">");
        }
        if (text.find("\u202e") != std::string::npos) FAIL("direction override");
    }
}

const std::vector<std::string> nothing;

void check(const blocks::View& view) {
    INFO(view.json().substr(0, 3000));
    REQUIRE(limits::of_view(view.json()) == nothing);
    check_texts(limits::texts(view.json()).markdown);
}

void check(const blocks::Message& message) {
    INFO(message.blocks.substr(0, 3000));
    REQUIRE(limits::of_message(message.text, message.blocks) == nothing);
    auto texts = limits::texts(message.blocks).markdown;
    texts.push_back(message.text);
    check_texts(texts);
}

template <class Make>
void for_many_models(Make make) {
    for (unsigned round = 0; round < rounds; ++round) {
        Source source{round};
        try {
            check(make(source));
        } catch (const blocks::LimitExceeded& limit) {
            FAIL("round " << round << ": " << limit.what());
        }
    }
}

}  // namespace

TEST_CASE("no model makes a Home tab that Slack refuses") {
    for_many_models([](Source& s) { return blocks::home(s.home()); });
    for_many_models([](Source& s) {
        return blocks::home_refused(static_cast<blocks::Refusal>(s.below(5)), s.many(9, [&] {
            return s.person();
        }));
    });
}

TEST_CASE("no model makes a request form that Slack refuses") {
    for_many_models([](Source& s) { return blocks::request_form(s.request_form()); });
    for_many_models([](Source& s) { return blocks::request_details(s.request_details()); });
}

TEST_CASE("no model makes a card that Slack refuses") {
    for_many_models([](Source& s) { return blocks::review_card(s.review_card()); });
    for_many_models([](Source& s) { return blocks::manual_task(s.manual_task()); });
    for_many_models([](Source& s) { return blocks::question(s.question()); });
}

TEST_CASE("no model makes a message to a requester that Slack refuses") {
    for_many_models([](Source& s) { return blocks::tracker(s.tracker()); });
    for_many_models([](Source& s) { return blocks::outcome(s.outcome()); });
    for_many_models([](Source& s) { return blocks::policy_denial(s.policy_denial()); });
    for_many_models([](Source& s) { return blocks::beneficiary_notice(s.beneficiary_notice()); });
    for_many_models([](Source& s) { return blocks::due_notice(s.due_notice()); });
    for_many_models([](Source& s) { return blocks::purpose_assigned(s.assigned_purpose()); });
    for_many_models([](Source& s) { return blocks::purpose_ended(s.assigned_purpose()); });
    for_many_models([](Source& s) { return blocks::direct_reply(s.direct_reply()); });
}

TEST_CASE("no model makes a modal that Slack refuses") {
    for_many_models([](Source& s) { return blocks::task_list(s.task_list()); });
    for_many_models([](Source& s) { return blocks::task_view(s.task_view()); });
    for_many_models([](Source& s) { return blocks::manual_view(s.manual_task(), s.below(30)); });
    for_many_models([](Source& s) { return blocks::request_view(s.request_view()); });
    for_many_models([](Source& s) { return blocks::extend_form(s.extend_form()); });
    for_many_models([](Source& s) { return blocks::approve_comment(s.comment_form()); });
    for_many_models([](Source& s) { return blocks::deny_comment(s.comment_form()); });
    for_many_models([](Source& s) { return blocks::could_not_comment(s.comment_form()); });
    for_many_models([](Source& s) { return blocks::answer_form(s.question()); });
    for_many_models([](Source& s) { return blocks::item_review(s.item_review()); });
    for_many_models([](Source& s) { return blocks::bulk_summary(s.bulk_summary()); });
    for_many_models([](Source& s) {
        return blocks::reassign_form({s.key(), s.person(), s.grants()});
    });
    for_many_models([](Source& s) {
        return blocks::shorter_form({s.key(), s.person(), s.grants(), s.instant()});
    });
    for_many_models([](Source& s) {
        return blocks::delegate_form({s.choice(), s.instant(), s.instant()});
    });
    for_many_models([](Source& s) {
        const auto people = s.many(9, [&] { return s.person(); });
        return blocks::notice_modal(
            blocks::plain(s.text()),
            {blocks::not_allowed(people),
             blocks::already_decided(s.person(), blocks::Verdict::denied, s.instant()),
             blocks::request_expired(s.instant()),
             blocks::request_withdrawn(s.person(), s.instant()),
             blocks::changed_meanwhile(),
             blocks::md(s.text())}
        );
    });
}

TEST_CASE("no names make an option list that Slack refuses") {
    for (unsigned round = 0; round < rounds; ++round) {
        Source source{round};
        std::vector<blocks::Option> options;
        for (auto n = source.below(101); n > 0; --n)
            options.push_back(blocks::person_option(source.choice()));
        CHECK(limits::of_options_answer(blocks::options_answer(options)) == nothing);
    }
}
