// TLS: versions, both kinds of key, renewal while requests are answered, and peers that break it.
#include <openssl/ssl.h>

#include <atomic>
#include <catch2/catch.hpp>

#include "bot/tls_context.hpp"
#include "tests/bot/listener_fixture.hpp"
#include "tests/bot/raw_client.hpp"
#include "tests/bot/test_certificate.hpp"

namespace {

using tests::KeyKind;
using tests::ListenerFixture;
using tests::plain_options;
using tests::post_text;
using tests::RawClient;
using tests::TestCertificate;
using tests::tls_client;
using namespace std::chrono_literals;

bot::ListenerOptions tls_options(const TestCertificate& certificate) {
    auto options = plain_options();
    options.tls = true;
    options.cert_file = certificate.cert_file();
    options.key_file = certificate.key_file();
    return options;
}

std::optional<std::string> reload(ListenerFixture& server) {
    std::optional<std::string> complaint;
    server.on_loop([&] { complaint = server.listener().reload_certificate(); });
    return complaint;
}

std::string complaint_about(const std::string& cert_file, const std::string& key_file) {
    const auto loaded = bot::load_tls_context(cert_file, key_file);
    return loaded ? "" : loaded.error();
}

}  // namespace

TEST_CASE("requests are answered over TLS 1.2 and 1.3 with an ECDSA and with an RSA key") {
    for (const auto kind : {KeyKind::ecdsa, KeyKind::rsa}) {
        const TestCertificate certificate{"latchkey.test", kind};
        ListenerFixture server{tls_options(certificate)};
        for (const int version : {TLS1_2_VERSION, TLS1_3_VERSION}) {
            RawClient client{server.port()};
            REQUIRE(client.start_tls(version));
            CHECK(client.peer_name() == "latchkey.test");
            CHECK(client.post("over TLS").body == "over TLS");
            const std::string large(300'000, 'x');
            CHECK(client.post(large).body == large);
        }
    }
}

TEST_CASE("TLS 1.1 and older are refused") {
    const TestCertificate certificate{"latchkey.test"};
    ListenerFixture server{tls_options(certificate)};
    for (const int version : {TLS1_1_VERSION, TLS1_VERSION}) {
        RawClient client{server.port()};
        CHECK_FALSE(client.start_tls(version));
    }
    CHECK(tls_client(server.port()).post("a").status == 200);
}

TEST_CASE("a TLS connection is ended with close_notify, so that nothing looks cut off") {
    const TestCertificate certificate{"latchkey.test"};
    ListenerFixture server{tls_options(certificate)};
    auto client = tls_client(server.port());
    client.send(post_text("a", "/", "Connection: close\r\n"));
    CHECK(client.answer().body == "a");
    CHECK(client.is_closed_by_peer());
    CHECK(client.ended_with_close_notify());
}

TEST_CASE("5 MB over TLS are refused with 413 and the answer arrives") {
    const TestCertificate certificate{"latchkey.test"};
    ListenerFixture server{tls_options(certificate)};
    auto client = tls_client(server.port());
    client.send(post_text(std::string(5 * 1024 * 1024, 'x')));
    CHECK(client.answer().status == 413);
}

TEST_CASE("garbage instead of TLS, plain HTTP and a peer that leaves midway are harmless") {
    const TestCertificate certificate{"latchkey.test"};
    auto options = tls_options(certificate);
    options.header_time = 2s;  // long enough for the handshakes of the good, on a busy machine
    ListenerFixture server{options};
    auto good = tls_client(server.port());
    RawClient garbage{server.port()};
    garbage.send(std::string(1'000, '\xee'));
    RawClient plain{server.port()};
    plain.send(post_text("plain"));
    RawClient leaves{server.port()};
    leaves.send("\x16\x03\x01\x02");
    leaves.reset();
    RawClient half{server.port()};
    half.send("\x16\x03\x01");
    half.close_sending();
    RawClient silent{server.port()};
    CHECK(good.post("good").body == "good");
    garbage.close_sending();
    garbage.rest();
    plain.close_sending();
    plain.rest();
    CHECK(half.is_closed_by_peer());
    CHECK(silent.is_closed_by_peer());  // its handshake never came
    CHECK(good.post("good").body == "good");
    CHECK(tls_client(server.port()).post("new").body == "new");
}

TEST_CASE("slow and idle TLS peers are ended by the time limits") {
    const TestCertificate certificate{"latchkey.test"};
    auto options = tls_options(certificate);
    options.header_time = 2s;  // the handshake must fit into it, on a busy machine
    options.idle_time = 300ms;
    ListenerFixture server{options};
    auto slow = tls_client(server.port());
    slow.send("POST / HTTP/1.1\r\nHos");
    const auto answer = slow.answer();
    CHECK(answer.status == 408);
    auto idle = tls_client(server.port());
    CHECK(idle.is_closed_by_peer());
    CHECK(idle.ended_with_close_notify());
}

TEST_CASE("1,000 idle TLS connections do not stand in the way of good requests") {
    const TestCertificate certificate{"latchkey.test"};
    ListenerFixture server{tls_options(certificate)};
    std::vector<RawClient> idle;
    for (int i = 0; i < 1'000; ++i)
        idle.push_back(tls_client(server.port()));
    auto good = tls_client(server.port());
    for (int i = 0; i < 50; ++i)
        REQUIRE(good.post("good").body == "good");
    CHECK(server.connections() == 1'001);
    CHECK(idle[500].post("me too").body == "me too");
}

TEST_CASE("new connections see a renewed certificate and old ones live on") {
    TestCertificate certificate{"old"};
    ListenerFixture server{tls_options(certificate)};
    auto before = tls_client(server.port());
    CHECK(before.peer_name() == "old");
    certificate.renew("new", KeyKind::rsa);
    CHECK_FALSE(reload(server));
    CHECK(before.post("still there").body == "still there");
    auto after = tls_client(server.port());
    CHECK(after.peer_name() == "new");
    CHECK(after.post("a").body == "a");
}

TEST_CASE("certificates are renewed under load without one failed request") {
    TestCertificate certificate{"old"};
    ListenerFixture server{tls_options(certificate)};
    std::atomic<bool> stop{false};
    std::atomic<int> answered{0};
    std::atomic<int> failed{0};
    const auto ask = [&](RawClient& client) {
        const auto answer = client.try_post("load");
        ++(answer && answer->body == "load" ? answered : failed);
    };
    std::thread keeping{[&] {
        auto client = tls_client(server.port());
        while (!stop)
            ask(client);
    }};
    std::thread connecting{[&] {
        while (!stop) {
            auto client = tls_client(server.port());
            ask(client);
        }
    }};
    for (int i = 0; i < 20; ++i) {
        const auto name = "renewed " + std::to_string(i);
        certificate.renew(name);
        CHECK_FALSE(reload(server));
        CHECK(tls_client(server.port()).peer_name() == name);
        const int before = answered;
        CHECK(ListenerFixture::eventually([&] { return answered > before + 5; }));
    }
    stop = true;
    keeping.join();
    connecting.join();
    CHECK(failed == 0);
}

TEST_CASE("a renewal that cannot be used leaves the old certificate in use and says why") {
    TestCertificate certificate{"old"};
    ListenerFixture server{tls_options(certificate)};
    certificate.write(certificate.cert_file(), "-----BEGIN CERTIFICATE-----\nhalf a fi");
    const auto complaint = reload(server);
    REQUIRE(complaint);
    CHECK(complaint->find(certificate.cert_file()) != std::string::npos);
    CHECK(tls_client(server.port()).peer_name() == "old");
    certificate.renew("new");
    CHECK_FALSE(reload(server));
    CHECK(tls_client(server.port()).peer_name() == "new");
}

TEST_CASE("each way a certificate or key is unusable has a sentence that names the file") {
    TestCertificate certificate{"a"};
    const TestCertificate other{"b"};
    const TestCertificate rsa{"c", KeyKind::rsa};
    const auto& cert = certificate.cert_file();
    const auto& key = certificate.key_file();
    CHECK(complaint_about(cert, key).empty());
    CHECK(complaint_about("", key) == "No certificate file is set.");
    CHECK(complaint_about(cert, "") == "No key file is set.");
    CHECK(
        complaint_about("/nowhere/cert.pem", key) ==
        "Cannot read the certificate /nowhere/cert.pem: No such file or directory."
    );
    CHECK(
        complaint_about(cert, "/nowhere/key.pem") ==
        "Cannot read the key /nowhere/key.pem: No such file or directory."
    );
    const auto mismatch =
        "The key in " + other.key_file() + " does not belong to the certificate in " + cert + ".";
    CHECK(complaint_about(cert, other.key_file()) == mismatch);
    const auto wrong_kind =
        "The key in " + rsa.key_file() + " does not belong to the certificate in " + cert + ".";
    CHECK(complaint_about(cert, rsa.key_file()) == wrong_kind);
    CHECK(complaint_about(key, key).starts_with("There is no usable PEM certificate in " + key));
    CHECK(complaint_about(cert, cert).starts_with("There is no usable unencrypted PEM key"));
    certificate.encrypt_key();
    CHECK(complaint_about(cert, key).starts_with("There is no usable unencrypted PEM key"));
    certificate.write(key, "");
    CHECK(complaint_about(cert, key) == "Cannot read the key " + key + ": it is empty.");
}

TEST_CASE("a listener that cannot start says why in one sentence") {
    boost::asio::io_context io;
    const auto handler = [](bot::HttpRequest&) -> store::Task<bot::HttpResponse> {
        co_return bot::HttpResponse{};
    };
    bot::ListenerOptions options;
    CHECK_THROWS_WITH((bot::Listener{io, options, handler}), "No certificate file is set.");
    options.tls = false;
    options.address = "localhost:1";
    CHECK_THROWS_WITH(
        (bot::Listener{io, options, handler}), "\"localhost:1\" is not an IP address."
    );
    options.address = "127.0.0.1";
    const bot::Listener first{io, options, handler};
    options.port = first.port();
    CHECK_THROWS_WITH(
        (bot::Listener{io, options, handler}),
        Catch::StartsWith("Cannot listen on 127.0.0.1 port ") &&
            Catch::EndsWith(": Address already in use.")
    );
}
