// A WebSocket on a plain socket.

#include "web/ws_session.hpp"

namespace warsha::web {

void start_ws_session(std::shared_ptr<Shared> const& shared, Shard& shard, Socket socket, HttpRequest request, std::string address) {
    std::make_shared<WsSession<Socket>>(shared, shard, std::move(socket), std::move(address))->start(std::move(request));
}

}  // namespace warsha::web
