// The form that is offered again, and the texts of the slash command.
#include <catch2/catch.hpp>

#include "blocks/command_answer.hpp"
#include "blocks/form_offer.hpp"
#include "tests/blocks/golden.hpp"
#include "tests/blocks/people.hpp"

using namespace blocks;
using namespace people;

TEST_CASE("golden: a form that was not sent is offered again") {
    golden::check("form_offer", form_offer({"17", bob, alice, {}, monday}));
    golden::check("form_offer_for_me", form_offer({"17", me, {}, "Data Engineer", monday}));
    FormOffer custom{.key = "17", .beneficiary = me, .changed = monday};
    custom.custom = policy::Action::grant;
    custom.chosen = 2;
    golden::check("form_offer_custom", form_offer(custom));
    custom.custom = policy::Action::revoke;
    custom.chosen = 0;
    golden::check("form_offer_revoke", form_offer(custom));
    golden::check("form_gone", form_gone());
}

TEST_CASE("a command's text is seen by its author alone, and what they typed stays text") {
    const auto answer =
        ephemeral_answer(no_such_application("/access", "<!channel> *x*", "GitHub"));
    CHECK(answer.find(R"("response_type":"ephemeral")") != std::string::npos);
    CHECK(answer.find("<!channel>") == std::string::npos);
    CHECK(answer.find("Did you mean *GitHub*?") != std::string::npos);
    CHECK(
        no_such_application("/access", "x", "").source().find("Did you mean") == std::string::npos
    );
}

TEST_CASE("whoever is unknown may only be new, and everybody else is told the reason alone") {
    CHECK(
        command_refused(Refusal::unknown, {alice}).source().find("try again in a minute") !=
        std::string::npos
    );
    CHECK(
        command_refused(Refusal::guest, {alice}).source() ==
        refusal_sentence(Refusal::guest, {alice}).source()
    );
}
