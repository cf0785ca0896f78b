#include "app/lan.hpp"

#include <memory>
#include <stdexcept>

#include <arpa/inet.h>
#include <ifaddrs.h>
#include <net/if.h>
#include <netinet/in.h>
#include <qrencode.h>

namespace warsha {

std::string lan_address() {
    ifaddrs* all = nullptr;
    if (::getifaddrs(&all) != 0) return "";
    std::unique_ptr<ifaddrs, decltype(&::freeifaddrs)> const guard(all, &::freeifaddrs);
    for (auto const* one = all; one; one = one->ifa_next) {
        if (!one->ifa_addr || one->ifa_addr->sa_family != AF_INET) continue;
        if ((one->ifa_flags & IFF_LOOPBACK) || !(one->ifa_flags & IFF_UP)) continue;
        char text[INET_ADDRSTRLEN] = {};
        ::inet_ntop(AF_INET, &reinterpret_cast<sockaddr_in const*>(one->ifa_addr)->sin_addr, text, sizeof text);
        return text;
    }
    return "";
}

std::string terminal_qr(std::string const& text) {
    std::unique_ptr<QRcode, decltype(&::QRcode_free)> const code(::QRcode_encodeString8bit(text.c_str(), 0, QR_ECLEVEL_M), &::QRcode_free);
    if (!code) throw std::invalid_argument("too long for a QR code");
    constexpr int quiet = 2;
    auto const is_dark = [&](int x, int y) {
        return x >= 0 && y >= 0 && x < code->width && y < code->width && (code->data[y * code->width + x] & 1);
    };
    // Dark modules are drawn as gaps in white blocks, so that the code is right on a dark terminal and on a light one
    // (the colours are set explicitly).
    std::string out;
    for (int y = -quiet; y < code->width + quiet; y += 2) {
        out += "\033[30;107m";
        for (int x = -quiet; x < code->width + quiet; ++x) {
            bool const upper = is_dark(x, y), lower = is_dark(x, y + 1);
            out += upper && lower ? "█" : upper ? "▀" : lower ? "▄" : " ";
        }
        out += "\033[0m\n";
    }
    return out;
}

}  // namespace warsha
