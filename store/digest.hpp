// SHA-256 and HMAC-SHA-256 as lower-case hex, and random salts: what the audit chain is made of.
#pragma once

#include <string>
#include <string_view>

namespace store {

// SHA-256 (FIPS 180-4) of `bytes`, 64 hex digits.
std::string sha256(std::string_view bytes);

// HMAC-SHA-256 (RFC 2104) of `bytes` under `key`, 64 hex digits.
std::string hmac_sha256(std::string_view key, std::string_view bytes);

// 128 random bits from the system's generator, 32 hex digits.
std::string random_salt();

}  // namespace store
