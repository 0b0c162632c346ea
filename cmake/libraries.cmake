# Third parties, each behind one target; docs/dependencies.md says why each is here. All come from Debian 12.
find_package(Threads REQUIRED)
find_package(OpenSSL REQUIRED)
find_package(Boost 1.81 REQUIRED)
find_package(SQLiteCpp REQUIRED)
find_package(RapidJSON REQUIRED)
find_package(Catch2 2.13 REQUIRED)
find_package(spdlog REQUIRED)
find_package(tomlplusplus REQUIRED)
find_package(CLI11 REQUIRED)
find_package(date REQUIRED)
find_package(prometheus-cpp REQUIRED)

# Asio and Beast compiled once: their templates cost seconds in every file that would inline them.
add_library(asio_beast STATIC cmake/asio_beast.cpp)
target_include_directories(asio_beast SYSTEM PUBLIC ${Boost_INCLUDE_DIRS})
target_link_libraries(asio_beast PUBLIC OpenSSL::SSL OpenSSL::Crypto Threads::Threads)
target_compile_options(asio_beast PRIVATE -w)

add_library(rapidjson INTERFACE)
target_include_directories(rapidjson SYSTEM INTERFACE ${RAPIDJSON_INCLUDE_DIRS})

# libcsv ships no CMake or pkg-config file.
find_library(LIBCSV csv REQUIRED)
add_library(libcsv INTERFACE)
target_link_libraries(libcsv INTERFACE ${LIBCSV})

# Neither do Debian's utf8proc.
find_library(UTF8PROC utf8proc REQUIRED)
add_library(utf8proc INTERFACE)
target_link_libraries(utf8proc INTERFACE ${UTF8PROC})

# Debian's re2 comes with pkg-config alone.
find_library(RE2 re2 REQUIRED)
find_path(RE2_INCLUDES re2/re2.h REQUIRED)
add_library(re2 INTERFACE)
target_link_libraries(re2 INTERFACE ${RE2})
target_include_directories(re2 SYSTEM INTERFACE ${RE2_INCLUDES})

# A header alone, without a CMake file.
find_path(MUSTACHE_INCLUDE kainjow/mustache.hpp REQUIRED)
add_library(mustache INTERFACE)
target_include_directories(mustache SYSTEM INTERFACE ${MUSTACHE_INCLUDE})

# Recurrence rules. Its CMake file wants its GLib part, too, which we do not install.
find_library(LIBICAL ical REQUIRED)
find_path(LIBICAL_INCLUDES libical/ical.h REQUIRED)
add_library(libical INTERFACE)
target_link_libraries(libical INTERFACE ${LIBICAL})
target_include_directories(libical SYSTEM INTERFACE ${LIBICAL_INCLUDES})

# E-mail.
find_package(CURL 7.88 REQUIRED)
