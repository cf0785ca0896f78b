// HTTP over TLS: the same session over another stream.

#include "web/tls_stream.hpp"

#include "web/http_session.hpp"
#include "web/tls.hpp"

namespace warsha::web {

void serve_tls_socket(std::shared_ptr<Shared> const& shared, Shard& shard, Socket socket, boost::asio::ip::address peer) {
    auto const context = shared->tls->current();  // a connection keeps the certificate it began with
    std::make_shared<HttpSession<TlsSocket>>(shared, shard, TlsSocket(std::move(socket), *context), std::move(peer))->start();
}

}  // namespace warsha::web
