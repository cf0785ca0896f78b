#pragma once
// The Beast types of the edge, with a concrete executor: no type erasure on the hot path. Included by two .cpp files.

#include <boost/asio/io_context.hpp>
#include <boost/beast/core/basic_stream.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http/message.hpp>
#include <boost/beast/http/string_body.hpp>
#include <boost/beast/websocket.hpp>

#include "web/shard.hpp"

namespace warsha::web {

using Stream = boost::beast::basic_stream<boost::asio::ip::tcp, boost::asio::io_context::executor_type>;
using WebSocket = boost::beast::websocket::stream<Stream, false>;  // false: no compression extension
using HttpRequest = boost::beast::http::request<boost::beast::http::string_body>;

/// Takes the socket over for /ws/{code} (ws_session.cpp). `address` is the client's, for rates.
void start_ws_session(Shared& shared, Shard& shard, Stream stream, HttpRequest request, std::string address);

}  // namespace warsha::web
