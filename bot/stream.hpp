// One accepted connection's bytes, over TLS or plain, so that TLS is compiled in one file and the
// rest of the listener need not know which it is.
#pragma once

#include <boost/asio/basic_stream_socket.hpp>
#include <boost/asio/buffer.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/system/error_code.hpp>
#include <cstddef>
#include <memory>

#include "bot/tls_context.hpp"
#include "store/gate.hpp"

namespace bot {

namespace asio = boost::asio;

// Bound to the loop's own executor type: type-erased ones cost on every operation.
using Socket = asio::basic_stream_socket<asio::ip::tcp, asio::io_context::executor_type>;

struct ReadResult {
    std::size_t bytes = 0;
    boost::system::error_code error = {};
};

// At most one operation at a time; cancel() and close() at any time, from outside of it.
class Stream {
 public:
    // Plain if there is no context. The context's certificate stays this stream's for its life.
    Stream(Socket&& socket, const TlsContext& context);
    ~Stream();
    Stream(const Stream&) = delete;
    Stream& operator=(const Stream&) = delete;

    // True at once on a plain stream.
    store::Task<bool> handshake();
    store::Task<ReadResult> read(asio::mutable_buffer space);
    // The whole of it, or the error that prevented that.
    store::Task<boost::system::error_code> write(asio::const_buffer bytes);
    // Tells the peer that nothing more will come, then throws away what still comes until the peer
    // closes: closing over unread bytes would destroy the last answer on its way.
    store::Task<void> part();

    void cancel();  // the operation under way ends with operation_aborted; the stream still works
    void close();
    bool is_open() const;

 private:
    struct Parts;
    std::unique_ptr<Parts> parts_;
};

}  // namespace bot
