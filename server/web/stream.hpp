#pragma once
// The Beast types of the edge. Included by four .cpp files only: this is where compile time goes.

#include <boost/beast/http/message.hpp>
#include <boost/beast/http/string_body.hpp>

#include "web/shard.hpp"

namespace warsha::web {

using HttpRequest = boost::beast::http::request<boost::beast::http::string_body>;

inline Socket& tcp_of(Socket& socket) { return socket; }

/// Takes the socket over for /ws/{code} (ws_session.cpp). `address` is the client's rate_key().
void start_ws_session(std::shared_ptr<Shared> const& shared, Shard& shard, Socket socket, HttpRequest request, std::string address);

}  // namespace warsha::web
