// The built-in TLS, by a client of another make (OpenSSL's own) that trusts one certificate and nothing else (S14).

#include <cstdlib>
#include <fstream>
#include <thread>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <openssl/err.h>
#include <openssl/ssl.h>

#include "protocol/codec.hpp"
#include "raw_websocket.hpp"
#include "running_server.hpp"
#include "tests/contract/temporary_dir.hpp"
#include "web/frames.hpp"

namespace warsha::web {
namespace {

using testing::HasSubstr;
using testing::StartsWith;

/// Certificate and key of a name, as `openssl` makes them.
struct Pair {
    std::filesystem::path certificate, key;
};
Pair pair_for(std::filesystem::path const& folder, std::string const& name) {
    Pair const made{folder / (name + ".pem"), folder / (name + ".key")};
    auto const command = "openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2 -subj /CN=" + name + " -addext subjectAltName=DNS:warsha.example -keyout " +
                         made.key.string() + " -out " + made.certificate.string() + " 2>/dev/null";
    EXPECT_EQ(std::system(command.c_str()), 0);
    return made;
}

class TlsClient {
public:
    TlsClient(std::uint16_t port, std::filesystem::path const& trusted, int version_max = TLS1_3_VERSION) : context_(SSL_CTX_new(TLS_client_method()), SSL_CTX_free) {
        SSL_CTX_load_verify_locations(context_.get(), trusted.c_str(), nullptr);
        SSL_CTX_set_verify(context_.get(), SSL_VERIFY_PEER, nullptr);
        SSL_CTX_set_min_proto_version(context_.get(), 0);
        SSL_CTX_set_max_proto_version(context_.get(), version_max);
        if (version_max < TLS1_2_VERSION) SSL_CTX_set_cipher_list(context_.get(), "DEFAULT@SECLEVEL=0");
        wire_.reset(BIO_new_ssl_connect(context_.get()));
        BIO_set_conn_hostname(wire_.get(), ("127.0.0.1:" + std::to_string(port)).c_str());
        SSL* ssl = nullptr;
        BIO_get_ssl(wire_.get(), &ssl);
        SSL_set1_host(ssl, "warsha.example");
        SSL_set_tlsext_host_name(ssl, "warsha.example");
        is_open_ = BIO_do_connect(wire_.get()) == 1 && BIO_do_handshake(wire_.get()) == 1;
        if (is_open_) version_ = SSL_get_version(ssl);
        ERR_clear_error();
    }

    [[nodiscard]] bool is_open() const { return is_open_; }
    [[nodiscard]] std::string const& version() const { return version_; }
    void send(std::string const& bytes) { BIO_write(wire_.get(), bytes.data(), static_cast<int>(bytes.size())); }
    std::string receive_until(std::string const& wanted) {
        std::string all;
        char bytes[4096];
        for (int n = 0; all.find(wanted) == std::string::npos && (n = BIO_read(wire_.get(), bytes, sizeof bytes)) > 0;) all.append(bytes, static_cast<std::size_t>(n));
        return all;
    }

private:
    std::unique_ptr<SSL_CTX, decltype(&SSL_CTX_free)> context_{nullptr, SSL_CTX_free};
    std::unique_ptr<BIO, decltype(&BIO_free_all)> wire_{nullptr, BIO_free_all};
    bool is_open_ = false;
    std::string version_;
};

class BuiltInTls : public testing::Test {
protected:
    contract::TemporaryDir folder;
    Pair first = pair_for(folder.path(), "first");
    RunningServer server{[this](ServerConfig& config) {
        config.tls_certificate = first.certificate;
        config.tls_key = first.key;
    }};
    std::string const get = "GET /healthz HTTP/1.1\r\nHost: warsha.example\r\nConnection: close\r\n\r\n";
};

TEST_F(BuiltInTls, AnswersWhoTrustsItsCertificateAndKeepsThemAtHttps) {
    TlsClient client(server.server().tls_port(), first.certificate);
    ASSERT_TRUE(client.is_open());
    EXPECT_EQ(client.version(), "TLSv1.3");
    client.send(get);
    auto const answer = client.receive_until("\"ok\":true");
    EXPECT_THAT(answer, StartsWith("HTTP/1.1 200 OK\r\n"));
    EXPECT_THAT(answer, HasSubstr("Strict-Transport-Security: max-age=31536000"));
}

TEST_F(BuiltInTls, CarriesAWholeSession) {
    auto const room = server.create();
    TlsClient phone(server.server().tls_port(), first.certificate);
    phone.send(upgrade_request(0, "/ws/" + room.code, {{"Host", "warsha.example"}, {"Origin", "https://warsha.example"}}));
    EXPECT_THAT(phone.receive_until("\r\n\r\n"), StartsWith("HTTP/1.1 101 "));
    phone.send(client_frame(Opcode::text, encode(ClientMessage{Hello{.role = Role::participant, .seat = {}, .link = {}, .resume = {}}})));
    EXPECT_THAT(phone.receive_until(R"("type":"view")"), HasSubstr(R"("type":"welcome")"));
    phone.send(client_frame(Opcode::text, encode(ClientMessage{CommandMessage{Cid{Bytes16{1}}, Join{}}})));
    EXPECT_THAT(phone.receive_until(R"("type":"receipt")"), HasSubstr(R"("type":"seated")"));
}

TEST_F(BuiltInTls, CarriesFramesOfEverySizeInTheirOrder) {  // many in one record, one over many records
    auto const room = server.create();
    TlsClient phone(server.server().tls_port(), first.certificate);
    phone.send(upgrade_request(0, "/ws/" + room.code, {{"Host", "warsha.example"}, {"Origin", "https://warsha.example"}}));
    phone.receive_until("\r\n\r\n");
    phone.send(client_frame(Opcode::text, encode(ClientMessage{Hello{.role = Role::participant, .seat = {}, .link = {}, .resume = {}}})));
    phone.receive_until(R"("type":"view")");
    std::string expected;
    for (int i = 0; i < 60; ++i) {
        auto const text = "<" + std::to_string(i) + std::string(i % 10 == 9 ? 20'000 : 100, 'x') + ">";
        expected += *framed(text);
        server.server().broadcast(room.room, Audience::participants, std::make_shared<std::string const>(text), -1);
        if (i % 7 == 0) std::this_thread::sleep_for(std::chrono::milliseconds(1));
    }
    server.server().broadcast(room.room, Audience::participants, std::make_shared<std::string const>("the last"), -1);
    EXPECT_THAT(phone.receive_until("the last"), HasSubstr(expected));
}

TEST_F(BuiltInTls, SpeaksNothingOlderThan12) {
    EXPECT_TRUE(TlsClient(server.server().tls_port(), first.certificate, TLS1_2_VERSION).is_open());
    EXPECT_FALSE(TlsClient(server.server().tls_port(), first.certificate, TLS1_1_VERSION).is_open());
}

TEST_F(BuiltInTls, GivesNewConnectionsTheRenewedCertificateAndOldOnesGoOn) {
    TlsClient before(server.server().tls_port(), first.certificate);
    ASSERT_TRUE(before.is_open());
    auto const second = pair_for(folder.path(), "second");
    std::filesystem::rename(second.certificate, first.certificate);
    std::filesystem::rename(second.key, first.key);
    server.server().reload_certificate();
    EXPECT_TRUE(TlsClient(server.server().tls_port(), first.certificate).is_open()) << "the file holds the second one now";
    before.send(get);
    EXPECT_THAT(before.receive_until("\"ok\":true"), StartsWith("HTTP/1.1 200 OK"));
}

TEST_F(BuiltInTls, KeepsTheOldCertificateWhenTheNewOneIsWrong) {
    auto const trusted = folder.path() / "trusted.pem";
    std::filesystem::copy(first.certificate, trusted);
    std::ofstream(first.certificate) << "no certificate";
    EXPECT_THROW(server.server().reload_certificate(), std::runtime_error);
    EXPECT_TRUE(TlsClient(server.server().tls_port(), trusted).is_open());
}

TEST_F(BuiltInTls, CutsWhoNeverFinishesTheHandshake) {  // S20
    RunningServer hasty([this](ServerConfig& config) {
        config.tls_certificate = first.certificate;
        config.tls_key = first.key;
        config.timeouts.head = std::chrono::milliseconds(300);
    });
    RawSocket silent(hasty.server().tls_port());
    silent.receive_until_closed();
    EXPECT_TRUE(silent.is_closed());
}

TEST_F(BuiltInTls, CutsWhoSpeaksPlainHttpOnItsPort) {
    RawSocket plain(server.server().tls_port());
    EXPECT_TRUE(plain.send("GET /healthz HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n"));
    auto const answer = plain.receive_until_closed();
    EXPECT_TRUE(plain.is_closed());
    EXPECT_EQ(answer.find("HTTP/"), std::string::npos);
    EXPECT_TRUE(TlsClient(server.server().tls_port(), first.certificate).is_open());
}

TEST_F(BuiltInTls, RefusesAKeyThatEverybodyMayRead) {  // S36
    std::filesystem::permissions(first.key, std::filesystem::perms::others_read, std::filesystem::perm_options::add);
    try {
        server.server().reload_certificate();
        FAIL() << "it was read";
    } catch (std::runtime_error const& error) {
        EXPECT_THAT(error.what(), HasSubstr("chmod"));
    }
}

TEST(WithoutTls, NoBrowserIsKeptAtHttps) {  // S15
    RunningServer server;
    EXPECT_EQ(server.get("/").fields.count("strict-transport-security"), 0U);
    EXPECT_EQ(server.server().tls_port(), 0);
}

}  // namespace
}  // namespace warsha::web
