#include "app/version.hpp"

#include <boost/version.hpp>
#include <nlohmann/json.hpp>
#include <openssl/crypto.h>
#include <unicode/uversion.h>

#include "protocol/messages.hpp"

namespace warsha {

std::string version_text() {
    return std::string("warsha ") + WARSHA_VERSION + "\nprotocol " + subprotocol + ", journal format 1\nBoost " + BOOST_LIB_VERSION + ", " +
           OpenSSL_version(OPENSSL_VERSION) + ", ICU " + U_ICU_VERSION + ", nlohmann/json " + std::to_string(NLOHMANN_JSON_VERSION_MAJOR) + "." +
           std::to_string(NLOHMANN_JSON_VERSION_MINOR) + "." + std::to_string(NLOHMANN_JSON_VERSION_PATCH) + "\n";
}

}  // namespace warsha
