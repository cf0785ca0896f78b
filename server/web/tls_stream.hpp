#pragma once
// TLS below HTTP and WebSockets. Included by the two files that need it: it costs compile time.

#include <boost/asio/ssl/stream.hpp>
#include <boost/beast/ssl/ssl_stream.hpp>

#include "web/stream.hpp"

namespace warsha::web {

using TlsSocket = boost::beast::ssl_stream<Socket>;  // writes a frame's head and body as one record

inline Socket& tcp_of(TlsSocket& stream) { return stream.next_layer(); }

void start_ws_session(std::shared_ptr<Shared> const& shared, Shard& shard, TlsSocket socket, HttpRequest request, std::string address);

}  // namespace warsha::web
