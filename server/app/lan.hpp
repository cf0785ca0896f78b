#pragma once
#include <string>

namespace warsha {

/// The address other machines of this network reach us at: the first IPv4 address of an interface that is up and not
/// loopback; "" when only localhost exists.
std::string lan_address();

/// A QR code of `text` for a terminal, two modules per character cell, quiet zone included.
std::string terminal_qr(std::string const& text);

}  // namespace warsha
