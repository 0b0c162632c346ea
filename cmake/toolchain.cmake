# Compiler settings that every target of ours shares: ccache and mold when present, warnings as errors, sanitizers.
find_program(CCACHE ccache)
if(CCACHE)
    set(CMAKE_CXX_COMPILER_LAUNCHER ${CMAKE_COMMAND} -E env CCACHE_NOHASHDIR=1 CCACHE_BASEDIR=${CMAKE_SOURCE_DIR} ${CCACHE})
endif()
find_program(MOLD mold)
if(MOLD)
    add_link_options(-fuse-ld=mold)
endif()
if(CMAKE_BUILD_TYPE STREQUAL "RelWithDebInfo")
    # g++ 12 at -O2 sees an overlap in every std::string::insert (its bug 105651), and a mismatched
    # delete in coroutine frames once an allocation is inlined.
    set(CMAKE_CXX_FLAGS_RELWITHDEBINFO "-O2 -g1 -Wno-restrict -Wno-mismatched-new-delete")
endif()

add_library(latchkey_options INTERFACE)
target_compile_options(
    latchkey_options
    INTERFACE -Wall -Wextra -Wpedantic -Wshadow -Wnon-virtual-dtor -Woverloaded-virtual -Wimplicit-fallthrough -Werror
              -fcoroutines
)
target_include_directories(latchkey_options INTERFACE ${CMAKE_SOURCE_DIR})

# One definition for every object file, ours and the separately compiled Asio, or the layouts differ.
add_compile_definitions(
    BOOST_ASIO_NO_DEPRECATED BOOST_ASIO_SEPARATE_COMPILATION BOOST_BEAST_SEPARATE_COMPILATION
    BOOST_ASIO_DISABLE_BOOST_COROUTINE
)
if(LATCHKEY_SANITIZE)
    add_compile_options(-fsanitize=${LATCHKEY_SANITIZE} -fno-omit-frame-pointer -O1 -g1)
    add_link_options(-fsanitize=${LATCHKEY_SANITIZE})
    # Recycled frames and blocks would hide a use-after-free from the sanitizers.
    add_compile_definitions(BOOST_ASIO_DISABLE_AWAITABLE_FRAME_RECYCLING BOOST_ASIO_DISABLE_SMALL_BLOCK_RECYCLING)
    # g++ 12 reports new/delete pairs of coroutine frames wrongly at -O1, and asio's fences to TSan.
    add_compile_options(-Wno-mismatched-new-delete -Wno-maybe-uninitialized)
    if(LATCHKEY_SANITIZE MATCHES "undefined")
        add_compile_options(-fno-sanitize-recover=undefined)
    endif()
    if(LATCHKEY_SANITIZE STREQUAL "thread")
        add_compile_options(-Wno-tsan)
    endif()
endif()
