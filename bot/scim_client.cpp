#include "bot/scim_client.hpp"

#include <openssl/evp.h>

#include "bot/secret_file.hpp"

namespace bot {
namespace {

// A page of users of a large application is large.
constexpr std::size_t answer_limit = 32 * 1024 * 1024;

std::string base64(const std::string& text) {
    std::string out(4 * ((text.size() + 2) / 3) + 1, '\0');
    const auto size = EVP_EncodeBlock(
        reinterpret_cast<unsigned char*>(out.data()),
        reinterpret_cast<const unsigned char*>(text.data()),
        static_cast<int>(text.size())
    );
    out.resize(static_cast<std::size_t>(size));
    return out;
}

std::string authorization(const ScimAccess& access) {
    if (!access.token.empty()) return "Bearer " + access.token;
    if (!access.user.empty()) return "Basic " + base64(access.user + ":" + access.password);
    return {};
}

}  // namespace

std::optional<ScimAccess> scim_access(
    const IntegrationSettings& integration, std::chrono::milliseconds time_limit
) {
    ScimAccess access;
    access.url = integration.scim_url;
    while (access.url.ends_with('/'))
        access.url.pop_back();
    access.time_limit = time_limit;
    if (!integration.scim_token_file.empty()) {
        const auto token = read_secret_file(integration.scim_token_file);
        if (!token) return std::nullopt;
        access.token = *token;
    }
    if (!integration.scim_password_file.empty()) {
        const auto password = read_secret_file(integration.scim_password_file);
        if (!password) return std::nullopt;
        access.user = integration.scim_user;
        access.password = *password;
    }
    return access;
}

ScimClient::ScimClient(HttpsClient& https, ScimAccess access)
    : https_(https), access_(std::move(access)) {}

store::Task<scim::Result<HttpAnswer>> ScimClient::ask(
    std::string method, std::string path, std::string body, std::string etag
) {
    HttpCall call;
    call.safe_to_repeat = method == "GET" || method == "PUT";
    call.method = std::move(method);
    call.url = access_.url + path;
    call.time_limit = access_.time_limit;
    call.answer_limit = answer_limit;
    call.headers.emplace_back("Accept", "application/scim+json, application/json");
    if (const auto credentials = authorization(access_); !credentials.empty())
        call.headers.emplace_back("Authorization", credentials);
    if (!etag.empty()) call.headers.emplace_back("If-Match", etag);
    if (!body.empty()) {
        call.content_type = "application/scim+json";
        call.body = std::move(body);
    }
    const auto answered = co_await https_.call(call);
    if (answered.has_error()) co_return scim::error_of(answered.error());
    if (answered->status < 200 || answered->status > 299) co_return scim::error_of(*answered);
    co_return *answered;
}

store::Task<scim::Result<scim::ProviderConfig>> ScimClient::provider_config() {
    const auto answer = co_await ask("GET", "/ServiceProviderConfig", "", "");
    if (answer.has_error()) {
        if (answer.error().fault == scim::Fault::not_found) co_return scim::ProviderConfig{};
        co_return answer.error();
    }
    co_return scim::read_provider_config(answer->body);
}

store::Task<scim::Result<scim::UserPage>> ScimClient::users(const scim::ListQuery& query) {
    const auto path = "/Users" + scim::query_text(query);
    const auto answer = co_await ask("GET", path, "", "");
    if (answer.has_error()) co_return answer.error();
    co_return scim::read_users(answer->body);
}

store::Task<scim::Result<scim::User>> ScimClient::user(const std::string& id) {
    const auto path = "/Users/" + scim::encoded(id);
    const auto answer = co_await ask("GET", path, "", "");
    if (answer.has_error()) co_return answer.error();
    co_return scim::read_user(answer->body);
}

store::Task<scim::Result<scim::GroupPage>> ScimClient::groups(const scim::ListQuery& query) {
    const auto path = "/Groups" + scim::query_text(query);
    const auto answer = co_await ask("GET", path, "", "");
    if (answer.has_error()) co_return answer.error();
    co_return scim::read_groups(answer->body);
}

store::Task<scim::Result<scim::GroupDocument>> ScimClient::group(const std::string& id) {
    const auto path = "/Groups/" + scim::encoded(id);
    const auto answer = co_await ask("GET", path, "", "");
    if (answer.has_error()) co_return answer.error();
    auto group = scim::read_group(answer->body);
    if (group.has_value() && group->group.etag.empty()) group->group.etag = answer->header("etag");
    co_return group;
}

store::Task<scim::Result<scim::GroupDocument>> ScimClient::group_members(const std::string& id) {
    const auto path = "/Groups/" + scim::encoded(id) + "?attributes=members";
    const auto answer = co_await ask("GET", path, "", "");
    if (answer.has_error()) co_return answer.error();
    co_return scim::read_group(answer->body);
}

store::Task<scim::Result<scim::User>> ScimClient::create_user(const scim::NewUser& user) {
    const auto body = scim::new_user_body(user);
    const auto answer = co_await ask("POST", "/Users", body, "");
    if (answer.has_error()) co_return answer.error();
    co_return scim::read_user(answer->body);
}

store::Task<scim::Result<void>> ScimClient::patch_group(
    const std::string& id, const std::string& body, const std::string& etag
) {
    const auto path = "/Groups/" + scim::encoded(id);
    const auto answer = co_await ask("PATCH", path, body, etag);
    if (answer.has_error()) co_return answer.error();
    co_return scim::Result<void>{};
}

store::Task<scim::Result<void>> ScimClient::put_group(
    const std::string& id, const std::string& body, const std::string& etag
) {
    const auto path = "/Groups/" + scim::encoded(id);
    const auto answer = co_await ask("PUT", path, body, etag);
    if (answer.has_error()) co_return answer.error();
    co_return scim::Result<void>{};
}

}  // namespace bot
