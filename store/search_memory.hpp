// The words of all titles and connections in memory, one copy for all connections to a database:
// where searches look for candidates. What is true of them is read from the tables afterwards. The
// only file that knows how we search the catalogue, so that another engine may do it otherwise.
#pragma once

#include <cstdint>
#include <memory>
#include <mutex>

#include "policy/word_index.hpp"
#include "store/gate.hpp"

namespace store {

// Called by several database threads. An index that was handed out stays as it is.
class SearchMemory {
 public:
    using Index = std::shared_ptr<const policy::WordIndex>;

    // All requestable connections: application, resource, privilege. Read anew after an import that
    // changed the catalogue: directory.catalogue says when that was.
    Index connections(Tx& tx);
    // All titles that anybody has or had. They only ever become more.
    Index titles(Tx& tx);

 private:
    std::mutex mutex_;
    Index connections_;
    std::int64_t catalogue_ = 0;  // the generation that connections_ is of
    Index titles_;
};

}  // namespace store
