#pragma once
// The certificate of the built-in TLS, which may be renewed while the server runs.

#include <filesystem>
#include <memory>
#include <mutex>

namespace boost::asio::ssl { class context; }

namespace warsha::web {

/// TLS 1.2 and 1.3, no renegotiation, no compression. Thread: any.
class Tls {
public:
    /// Reads both files. Throws std::runtime_error with a sentence: not readable, no PEM, a key that is another certificate's or that everybody may read.
    Tls(std::filesystem::path certificate, std::filesystem::path key);
    /// Reads them again, for connections from now on; when it throws, the old ones stay.
    void reload();
    [[nodiscard]] std::shared_ptr<boost::asio::ssl::context> current() const;

private:
    std::filesystem::path certificate_, key_;
    mutable std::mutex lock_;
    std::shared_ptr<boost::asio::ssl::context> context_;
};

}  // namespace warsha::web
