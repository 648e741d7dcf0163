// The Asio types of this room, named once. For the sources of server/http only: other rooms see message.hpp and server.hpp.
#pragma once

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/basic_stream_socket.hpp>
#include <boost/asio/basic_waitable_timer.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <chrono>

#if defined(__GNUC__) && !defined(__clang__)
// g++ 12 with optimisation sees a mismatch in the frames of Asio's coroutines (aligned_alloc in operator new, freed in its operator
// delete) that is none. It warns at the coroutines, so this holds for the whole source that includes us.
#pragma GCC diagnostic ignored "-Wmismatched-new-delete"
#endif

namespace radslag::http {

namespace asio = boost::asio;
using Executor = asio::io_context::executor_type;  // the plain one: nothing is looked up through a type-erased executor
using Clock = std::chrono::steady_clock;
using Socket = asio::basic_stream_socket<asio::ip::tcp, Executor>;
using Timer = asio::basic_waitable_timer<Clock, asio::wait_traits<Clock>, Executor>;
template <typename T>
using Task = asio::awaitable<T, Executor>;

/// The token of every await: the error comes as a value beside the result.
constexpr asio::as_tuple_t<asio::use_awaitable_t<Executor>> as_result;

/// A session whose peer neither sends nor reads is cut by a look every so often rather than by a timer for each operation.
constexpr std::chrono::milliseconds sweep_interval{250};

}  // namespace radslag::http
