#include "web/tls.hpp"

#include <stdexcept>

#include <boost/asio/ssl/context.hpp>

namespace warsha::web {
namespace {

namespace fs = std::filesystem;
namespace ssl = boost::asio::ssl;

std::shared_ptr<ssl::context> read(fs::path const& certificate, fs::path const& key) {
    std::error_code missing;
    auto const mode = fs::status(key, missing).permissions();
    if (missing) throw std::runtime_error("The key file " + key.string() + " cannot be read. Give --tls-certificate and --tls-key both, as PEM files.");
    if ((mode & fs::perms::others_read) != fs::perms::none) throw std::runtime_error("Everybody on this machine can read the key file " + key.string() + ". Run: chmod o= " + key.string());
    auto made = std::make_shared<ssl::context>(ssl::context::tls_server);
    SSL_CTX_set_min_proto_version(made->native_handle(), TLS1_2_VERSION);
    SSL_CTX_set_options(made->native_handle(), SSL_OP_NO_RENEGOTIATION | SSL_OP_NO_COMPRESSION | SSL_OP_CIPHER_SERVER_PREFERENCE);
    SSL_CTX_set_mode(made->native_handle(), SSL_MODE_RELEASE_BUFFERS);  // an idle phone keeps none
    boost::system::error_code wrong;
    made->use_certificate_chain_file(certificate.string(), wrong);
    if (wrong) throw std::runtime_error("The certificate " + certificate.string() + " is not a readable PEM file: " + wrong.message() + ".");
    made->use_private_key_file(key.string(), ssl::context::pem, wrong);
    if (wrong || SSL_CTX_check_private_key(made->native_handle()) != 1)
        throw std::runtime_error("The key " + key.string() + " is no PEM key of the certificate " + certificate.string() + ". Give the two that belong together.");
    return made;
}

}  // namespace

Tls::Tls(fs::path certificate, fs::path key) : certificate_(std::move(certificate)), key_(std::move(key)), context_(read(certificate_, key_)) {}

void Tls::reload() {
    auto fresh = read(certificate_, key_);
    std::lock_guard const guard(lock_);
    context_ = std::move(fresh);
}

std::shared_ptr<ssl::context> Tls::current() const {
    std::lock_guard const guard(lock_);
    return context_;
}

}  // namespace warsha::web
