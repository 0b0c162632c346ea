// SCIM as texts: what we write is what RFC 7644 shows, what servers write is understood.
#include "bot/scim.hpp"

#include <catch2/catch.hpp>

using namespace bot;
using namespace std::chrono_literals;

namespace {

bool contains(std::string_view text, std::string_view part) {
    return text.find(part) != std::string_view::npos;
}

scim::GroupDocument document(const std::string& text) {
    return scim::read_group(text).value();
}

}  // namespace

TEST_CASE("a filter cannot be broken out of") {
    CHECK(scim::equals("userName", "ann") == R"(userName eq "ann")");
    CHECK(
        scim::equals("userName", R"(a" or userName pr \)") ==
        R"(userName eq "a\" or userName pr \\")"
    );
    CHECK(
        scim::query_text({scim::equals("displayName", "a&b=c d"), 1, 0}) ==
        "?startIndex=1&filter=displayName%20eq%20%22a%26b%3Dc%20d%22"
    );
    CHECK(scim::query_text({"", 101, 100}) == "?startIndex=101&count=100");
    CHECK(scim::encoded("../Users?x=1#é") == "..%2FUsers%3Fx%3D1%23%C3%A9");
}

TEST_CASE("members are added by value and removed by a path with a filter") {
    CHECK(
        scim::add_member_body("2819c223") ==
        R"({"schemas":["urn:ietf:params:scim:api:messages:2.0:PatchOp"],)"
        R"("Operations":[{"op":"add","path":"members","value":[{"value":"2819c223"}]}]})"
    );
    CHECK(
        scim::remove_member_body("2819c223") ==
        R"({"schemas":["urn:ietf:params:scim:api:messages:2.0:PatchOp"],)"
        R"("Operations":[{"op":"remove","path":"members[value eq \"2819c223\"]"}]})"
    );
}

TEST_CASE("a new user has the names that servers want") {
    const auto body =
        scim::new_user_body({"ann@example.com", "ann@example.com", "Ann von Lee", "7"});
    CHECK(contains(body, R"("userName":"ann@example.com")"));
    CHECK(contains(body, R"("externalId":"7")"));
    CHECK(contains(body, R"("givenName":"Ann von","familyName":"Lee")"));
    CHECK(contains(body, R"("emails":[{"value":"ann@example.com","type":"work","primary":true}])"));
    CHECK(contains(body, R"("active":true)"));
}

TEST_CASE("a put sends the whole group back, but for the change and what only the server sets") {
    const auto group =
        document(R"({"schemas":["a"],"id":"g1","displayName":"writers","urn:x":{"kept":1},)"
                 R"("Members":[{"value":"u1","display":"Ann"}],"meta":{"version":"W/\"1\""}})");
    CHECK(
        scim::group_with_member(group, "u2") ==
        R"({"schemas":["a"],"id":"g1","displayName":"writers","urn:x":{"kept":1},)"
        R"("members":[{"value":"u1","display":"Ann"},{"value":"u2"}]})"
    );
    CHECK(
        scim::group_without_member(group, "u1") ==
        R"({"schemas":["a"],"id":"g1","displayName":"writers","urn:x":{"kept":1},"members":[]})"
    );
    SECTION("nobody stands in it twice") {
        CHECK(contains(*scim::group_with_member(group, "u1"), R"([{"value":"u1","display":"Ann"}])")
        );
    }
    SECTION("nobody else is removed") {
        CHECK(contains(*scim::group_without_member(group, "u9"), R"("value":"u1")"));
    }
}

TEST_CASE(
    "members that a server leaves out are taken from where it lists them, or nothing is made up"
) {
    const auto group = document(R"({"id":"g1","displayName":"writers","urn:x":{"kept":1}})");
    const auto listed = document(R"({"id":"g1","members":[{"value":"u1","display":"Ann"}]})");
    const auto whole = scim::with_members(group, listed);
    REQUIRE(whole);
    CHECK(scim::has_member(whole->group, "u1") == true);
    CHECK(
        scim::group_with_member(*whole, "u2") ==
        R"({"id":"g1","displayName":"writers","urn:x":{"kept":1},)"
        R"("members":[{"value":"u1","display":"Ann"},{"value":"u2"}]})"
    );
    CHECK_FALSE(scim::with_members(group, document(R"({"id":"g1"})")));
    CHECK(scim::with_members(group, document(R"({"id":"g1","members":[]})")));
}

TEST_CASE("whether somebody is a member is not guessed where the server lists none") {
    CHECK(scim::has_member(document(R"({"id":"g"})").group, "u1") == std::nullopt);
    const auto listed = document(R"({"id":"g","members":[{"value":"u1"}]})").group;
    CHECK(scim::has_member(listed, "u1") == true);
    CHECK(scim::has_member(listed, "u") == false);
}

TEST_CASE("a page of users is read, whatever the case of its attributes") {
    const auto page = scim::read_users(
        R"({"schemas":["urn:ietf:params:scim:api:messages:2.0:ListResponse"],"totalResults":3,)"
        R"("itemsPerPage":2,"startIndex":1,"resources":[)"
        R"({"id":"u1","USERNAME":"ann","emails":[{"value":"home@x.com"},{"value":"a@x.com","primary":true}],)"
        R"("name":{"givenName":"Ann","familyName":"Lee"},"meta":{"version":"W/\"2\""}},)"
        R"({"id":"u2","userName":"bob","active":false,"displayName":"Bob","emails":null}]})"
    );
    REQUIRE(page.has_value());
    REQUIRE(page->resources.size() == 2);
    const auto& ann = page->resources.front();
    CHECK(ann.user_name == "ann");
    CHECK(ann.email == "a@x.com");
    CHECK(ann.emails == std::vector<std::string>{"home@x.com", "a@x.com"});
    CHECK(ann.name == "Ann Lee");
    CHECK(ann.active);
    CHECK(ann.etag == "W/\"2\"");
    CHECK_FALSE(page->resources.back().active);
    CHECK(page->next() == 3);
}

TEST_CASE("the pages end after the last one, and where a server sends nothing more") {
    scim::UserPage page;
    page.total = 4;
    page.start = 3;
    page.resources.resize(2);
    CHECK(page.next() == std::nullopt);
    page.resources.clear();
    CHECK(page.next() == std::nullopt);
    const auto empty = scim::read_users(R"({"totalResults":0})");
    REQUIRE(empty.has_value());
    CHECK(empty->resources.empty());
}

TEST_CASE("what is not SCIM is said to be so") {
    CHECK(scim::read_users("<html>").error().fault == scim::Fault::not_scim);
    CHECK(scim::read_users(R"({"Resources":[]})").error().fault == scim::Fault::not_scim);
    CHECK(
        scim::read_users(R"({"totalResults":1,"Resources":[{}]})").error().fault ==
        scim::Fault::not_scim
    );
    CHECK(scim::read_group(R"([])").error().fault == scim::Fault::not_scim);
    CHECK(scim::read_user(R"({"userName":"ann"})").error().fault == scim::Fault::not_scim);
}

TEST_CASE("what a server does not say of itself counts as possible") {
    const auto silent = scim::read_provider_config("{}").value();
    CHECK(silent.patch);
    CHECK(silent.filter);
    const auto modest =
        scim::read_provider_config(
            R"({"patch":{"supported":false},"filter":{"supported":true,"maxResults":50},"etag":{"supported":true}})"
        )
            .value();
    CHECK_FALSE(modest.patch);
    CHECK(modest.etag);
    CHECK(modest.most_results == 50);
}

TEST_CASE("an error keeps the server's words, on one line, and when to come again") {
    HttpAnswer answer;
    answer.status = 409;
    answer.body = R"({"schemas":["urn:ietf:params:scim:api:messages:2.0:Error"],"status":"409",)"
                  R"("scimType":"uniqueness","detail":"there is\none already"})";
    const auto conflict = scim::error_of(answer);
    CHECK(conflict.fault == scim::Fault::conflict);
    CHECK(conflict.scim_type == "uniqueness");
    CHECK(conflict.detail == "there is one already");
    answer = {429, "slow down", {}, 7s};
    CHECK(scim::error_of(answer).fault == scim::Fault::busy);
    CHECK(scim::error_of(answer).retry_after == 7s);
    for (const int passing : {408, 425, 503}) {
        answer.status = passing;
        CHECK(scim::may_pass(scim::error_of(answer).fault));
    }
    answer.status = 412;
    CHECK(scim::error_of(answer).fault == scim::Fault::stale);
    answer.status = 200;
    CHECK(scim::error_of(answer).fault == scim::Fault::not_scim);
}

TEST_CASE("the words of an error are found where servers put them") {
    const auto detail = [](const std::string& body) {
        HttpAnswer answer;
        answer.status = 400;
        answer.body = body;
        return scim::error_of(answer).detail;
    };
    CHECK(detail(R"({"Errors":[{"description":"no such user","code":"400"}]})") == "no such user");
    CHECK(detail(R"({"error":{"code":7,"message":"no licence"}})") == "no licence");
    CHECK(detail(R"({"error":"invalid_token","detail":"it is over"})") == "it is over");
    CHECK(detail(R"({"detail":{"errors":[{"detail":"deep"}]}})") == "deep");
    CHECK(detail(R"([{"detail":"a list"}])").empty());
    CHECK(detail(R"({"detail":[[[[[["too deep"]]]]]]})").empty());
    CHECK(detail(R"({"errors":[],"status":"400"})").empty());
    CHECK(detail("<html>Bad Request</html>").empty());
}

TEST_CASE("an error's detail is never longer than people read") {
    HttpAnswer answer;
    answer.status = 400;
    std::string long_one = R"({"detail":")";
    for (int i = 0; i < 400; ++i)
        long_one += "ü";
    answer.body = long_one + "\"}";
    const auto detail = scim::error_of(answer).detail;
    CHECK(detail.size() < 310);
    CHECK(detail.ends_with("ü…"));
}
