// The calls of a SCIM 2.0 client, over the one HTTPS client: each is one question to one
// application's endpoint. What to do with the answer is up to whoever asks.
#pragma once

#include <chrono>
#include <optional>
#include <string>

#include "bot/https_client.hpp"
#include "bot/scim.hpp"
#include "bot/settings.hpp"
#include "store/gate.hpp"

namespace bot {

// Where an application's endpoint is and what lets us in: a bearer token, or a user with a
// password, or nothing.
struct ScimAccess {
    std::string url;  // without a slash at its end
    std::string token;
    std::string user;
    std::string password;
    std::chrono::milliseconds time_limit{30'000};  // of each call

    bool operator==(const ScimAccess&) const = default;
};

// From an application's settings; its secrets are read from their files now, so that a new token
// needs no restart. Nothing if a file cannot be read or is empty.
std::optional<ScimAccess> scim_access(
    const IntegrationSettings& integration, std::chrono::milliseconds time_limit
);

// Belongs to the loop's thread, keeps nothing but the address. Arguments must outlive the await.
class ScimClient {
 public:
    ScimClient(HttpsClient& https, ScimAccess access);

    // A server without this document counts as one that can do all.
    store::Task<scim::Result<scim::ProviderConfig>> provider_config();

    store::Task<scim::Result<scim::UserPage>> users(const scim::ListQuery& query);
    store::Task<scim::Result<scim::User>> user(const std::string& id);
    store::Task<scim::Result<scim::GroupPage>> groups(const scim::ListQuery& query);
    store::Task<scim::Result<scim::GroupDocument>> group(const std::string& id);
    // Its members alone, which a server may leave out unless it is asked for them.
    store::Task<scim::Result<scim::GroupDocument>> group_members(const std::string& id);

    store::Task<scim::Result<scim::User>> create_user(const scim::NewUser& user);
    // `body`: a PatchOp. `etag`: only if it still has this version; empty: whatever it is.
    store::Task<scim::Result<void>> patch_group(
        const std::string& id, const std::string& body, const std::string& etag
    );
    store::Task<scim::Result<void>> put_group(
        const std::string& id, const std::string& body, const std::string& etag
    );

 private:
    store::Task<scim::Result<HttpAnswer>> ask(
        std::string method, std::string path, std::string body, std::string etag
    );

    HttpsClient& https_;
    ScimAccess access_;
};

}  // namespace bot
