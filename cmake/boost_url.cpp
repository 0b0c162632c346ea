// The one place where Boost.URL's non-template parts are compiled.
#include <boost/url/src.hpp>
