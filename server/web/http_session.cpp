// HTTP on a plain socket.

#include "web/http_session.hpp"

namespace warsha::web {

void serve_socket(std::shared_ptr<Shared> const& shared, Shard& shard, Socket socket, boost::asio::ip::address peer) {
    std::make_shared<HttpSession<Socket>>(shared, shard, std::move(socket), std::move(peer))->start();
}

}  // namespace warsha::web
