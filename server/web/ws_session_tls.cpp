// A WebSocket over TLS.

#include "web/tls_stream.hpp"

#include "web/ws_session.hpp"

namespace warsha::web {

void start_ws_session(std::shared_ptr<Shared> const& shared, Shard& shard, TlsSocket socket, HttpRequest request, std::string address) {
    std::make_shared<WsSession<TlsSocket>>(shared, shard, std::move(socket), std::move(address))->start(std::move(request));
}

}  // namespace warsha::web
