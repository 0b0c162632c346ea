// Self-signed, elliptic, valid for a day: enough for a listener that only this program talks to.
#include "tls.hpp"

#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <stdexcept>

namespace sandbox_tests {

namespace {

struct Files : sandbox::TlsFiles {
    std::filesystem::path folder;

    Files() {
        std::string pattern = std::filesystem::temp_directory_path() / "sandbox-tls-XXXXXX";
        if (!mkdtemp(pattern.data())) throw std::runtime_error("no temporary folder");
        folder = pattern;
        certificate = folder / "cert.pem";
        key = folder / "key.pem";
        write();
    }
    ~Files() { std::filesystem::remove_all(folder); }
    Files(const Files&) = delete;
    Files& operator=(const Files&) = delete;

    void write() const {
        EVP_PKEY* pair = EVP_EC_gen("P-256");
        X509* made = X509_new();
        X509_set_version(made, 2);
        ASN1_INTEGER_set(X509_get_serialNumber(made), 1);
        X509_gmtime_adj(X509_getm_notBefore(made), -3600);
        X509_gmtime_adj(X509_getm_notAfter(made), 86400);
        X509_set_pubkey(made, pair);
        X509_NAME* name = X509_get_subject_name(made);
        const auto* text = reinterpret_cast<const unsigned char*>("127.0.0.1");
        X509_NAME_add_entry_by_txt(name, "CN", MBSTRING_ASC, text, -1, -1, 0);
        X509_set_issuer_name(made, name);
        X509_EXTENSION* names =
            X509V3_EXT_conf_nid(nullptr, nullptr, NID_subject_alt_name, "IP:127.0.0.1");
        X509_add_ext(made, names, -1);
        X509_sign(made, pair, EVP_sha256());
        std::FILE* file = std::fopen(certificate.c_str(), "w");
        PEM_write_X509(file, made);
        std::fclose(file);
        file = std::fopen(key.c_str(), "w");
        PEM_write_PrivateKey(file, pair, nullptr, nullptr, 0, nullptr, nullptr);
        std::fclose(file);
        X509_EXTENSION_free(names);
        X509_free(made);
        EVP_PKEY_free(pair);
    }
};

}  // namespace

const sandbox::TlsFiles& test_tls() {
    static const Files files;
    return files;
}

}  // namespace sandbox_tests
