// Certificates made on the spot, so that no test depends on a file that expires.
#pragma once

#include <string>

namespace tests {

enum class KeyKind { ecdsa, rsa };

// PEM files in a directory of their own, removed at the end.
class TestCertificate {
 public:
    explicit TestCertificate(const std::string& common_name, KeyKind kind = KeyKind::ecdsa);
    ~TestCertificate();
    TestCertificate(const TestCertificate&) = delete;
    TestCertificate& operator=(const TestCertificate&) = delete;

    // Replaces both files, as a renewal does.
    void renew(const std::string& common_name, KeyKind kind = KeyKind::ecdsa);
    // Writes the key again, under a passphrase.
    void encrypt_key();
    void write(const std::string& file, const std::string& text) const;

    const std::string& cert_file() const { return cert_file_; }
    const std::string& key_file() const { return key_file_; }

 private:
    std::string folder_;
    std::string cert_file_;
    std::string key_file_;
};

}  // namespace tests
