// The words of all titles, connections and people in memory, one copy for all connections to a
// database: where searches look for candidates. What is true of them is read from the tables
// afterwards. The only file that knows how we search the catalogue, so that another engine may do
// it otherwise.
#pragma once

#include <atomic>
#include <cstdint>
#include <memory>
#include <mutex>
#include <string_view>

#include "policy/vocabulary.hpp"
#include "policy/word_index.hpp"
#include "store/gate.hpp"

namespace store {

// Called by several database threads. An index that was handed out stays as it is.
class SearchMemory {
 public:
    using Index = std::shared_ptr<const policy::WordIndex>;

    // All requestable connections: application, resource, privilege, project. Read anew after an
    // import that changed the catalogue: directory.catalogue says when that was.
    Index connections(Tx& tx);
    // All titles that anybody has or had. They only ever become more.
    Index titles(Tx& tx);

    // Words of people's names and addresses that have `typed` in their middle, as
    // policy::Vocabulary finds them. Read from the tables once; then the writer adds what is new.
    policy::Words inside_names(Tx& tx, std::string_view typed, std::size_t most);
    // Those that `typed` may be with one typing error.
    policy::Words mistyped_names(Tx& tx, std::string_view typed);
    // The first word of a person's key is about to be written (store/directory_search.cpp). One
    // that is not written after all does no harm.
    void add_name(std::string_view words);

 private:
    // False: somebody else reads the names now.
    bool has_names(Tx& tx);

    std::mutex mutex_;
    Index connections_;
    std::int64_t catalogue_ = 0;  // the generation that connections_ is of
    Index titles_;

    std::mutex reading_names_;  // held by whoever reads them all: nobody else waits for that
    std::atomic<bool> names_read_ = false;
    std::mutex names_mutex_;
    policy::Vocabulary names_;
};

}  // namespace store
