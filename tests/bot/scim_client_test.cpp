// The SCIM client on sockets: what it sends, and how it takes what servers do.
#include "bot/scim_client.hpp"

#include "https_fixture.hpp"

using namespace https_fixture;

namespace {

ScimAccess access_to(const scripted::Server& server) {
    ScimAccess access;
    access.url = server.url("/scim/v2");
    access.token = "the-token";
    return access;
}

scripted::Server::Script answers(std::string whole) {
    return [whole](Peer& peer) {
        for (;;) {
            peer.read_request();
            peer.write(whole);
        }
    };
}

}  // namespace

TEST_CASE("a search carries the token and the filter, and its page is read") {
    const std::string list =
        R"({"totalResults":1,"Resources":[{"id":"u1","userName":"ann@example.com"}]})";
    scripted::Server server{answers(answer(list)), tls()};
    Fixture fixture;
    ScimClient client(fixture.client, access_to(server));
    const scim::ListQuery query{scim::equals("userName", "ann@example.com")};
    const auto page = await_on(fixture.io, client.users(query));
    REQUIRE(page.has_value());
    CHECK(page->resources.at(0).id == "u1");
    const auto request = server.requests().at(0);
    CHECK(request.starts_with(
        "GET /scim/v2/Users?startIndex=1&filter=userName%20eq%20%22ann%40example.com%22 "
        "HTTP/1.1\r\n"
    ));
    CHECK(contains(request, "\r\nAuthorization: Bearer the-token\r\n"));
    CHECK(contains(request, "\r\nAccept: application/scim+json, application/json\r\n"));
}

TEST_CASE("basic authentication sends user and password") {
    scripted::Server server{answers(answer("{}")), tls()};
    Fixture fixture;
    auto access = access_to(server);
    access.token.clear();
    access.user = "Aladdin";
    access.password = "open sesame";
    ScimClient client(fixture.client, access);
    CHECK(await_on(fixture.io, client.provider_config()).has_value());
    CHECK(contains(
        server.requests().at(0), "\r\nAuthorization: Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ==\r\n"
    ));
}

TEST_CASE("a server without a ServiceProviderConfig counts as one that can do all") {
    scripted::Server server{answers(answer("", "", "404 Not Found")), tls()};
    Fixture fixture;
    ScimClient client(fixture.client, access_to(server));
    const auto config = await_on(fixture.io, client.provider_config());
    REQUIRE(config.has_value());
    CHECK(config->patch);
}

TEST_CASE("a change of a group is a patch of this version of it") {
    scripted::Server server{answers(answer("", "", "204 No Content")), tls()};
    Fixture fixture;
    ScimClient client(fixture.client, access_to(server));
    const auto body = scim::add_member_body("u1");
    const std::string group = "g/1";
    const std::string version = "W/\"3\"";
    const auto done = await_on(fixture.io, client.patch_group(group, body, version));
    CHECK(done.has_value());
    const auto request = server.requests().at(0);
    CHECK(request.starts_with("PATCH /scim/v2/Groups/g%2F1 HTTP/1.1\r\n"));
    CHECK(contains(request, "\r\nIf-Match: W/\"3\"\r\n"));
    CHECK(contains(request, "\r\nContent-Type: application/scim+json\r\n"));
    CHECK(request.ends_with("\r\n\r\n" + body));
}

TEST_CASE("a group's version is the answer's where the group does not tell it") {
    scripted::Server server{answers(answer(R"({"id":"g1"})", "ETag: \"7\"\r\n")), tls()};
    Fixture fixture;
    ScimClient client(fixture.client, access_to(server));
    const std::string id = "g1";
    const auto group = await_on(fixture.io, client.group(id));
    REQUIRE(group.has_value());
    CHECK(group->group.etag == "\"7\"");
}

TEST_CASE("a change whose answer is lost may have been done") {
    scripted::Server server{
        [](Peer& peer) {
            peer.read_request();
            peer.reset();
        },
        tls()};
    Fixture fixture;
    ScimClient client(fixture.client, access_to(server));
    const scim::NewUser user{"ann", "", "", ""};
    const auto made = await_on(fixture.io, client.create_user(user));
    REQUIRE(made.has_error());
    CHECK(made.error().fault == scim::Fault::no_answer);
}

TEST_CASE("a server that we do not trust is not told our token") {
    const certificates::Authority stranger;
    scripted::ServerOptions options;
    options.tls = stranger.issue({});
    scripted::Server server{answers(answer("{}")), options};
    Fixture fixture;
    ScimClient client(fixture.client, access_to(server));
    const auto config = await_on(fixture.io, client.provider_config());
    REQUIRE(config.has_error());
    CHECK(config.error().fault == scim::Fault::unreachable);
    CHECK(server.requests().empty());
}

TEST_CASE("a call ends when its time is up") {
    scripted::Server server{
        [](Peer& peer) {
            peer.read_request();
            peer.wait_until_gone();
        },
        tls()};
    Fixture fixture;
    auto access = access_to(server);
    access.time_limit = 200ms;
    ScimClient client(fixture.client, access);
    const auto body = scim::remove_member_body("u1");
    const std::string group = "g1";
    const std::string any;
    const auto done = await_on(fixture.io, client.patch_group(group, body, any));
    REQUIRE(done.has_error());
    CHECK(done.error().fault == scim::Fault::no_answer);
}
