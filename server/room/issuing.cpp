#include "room/issuing.hpp"

#include "protocol/codec.hpp"
#include "room/clockwork.hpp"
#include "room/secrets.hpp"

namespace warsha {

IssuedLink issue_link(LinkRole role) {
    LinkSecret secret{.link = random_id<LinkId>(), .secret = {}};
    random_bytes(secret.secret.data(), secret.secret.size());
    return {.fact = {.link = secret.link, .role = role, .secret_hash = sha256({reinterpret_cast<char const*>(secret.secret.data()), secret.secret.size()}), .name = {}},
            .fragment = text_of(secret.link) + "." + to_base64url(secret.secret.data(), secret.secret.size())};
}

std::string random_code(int digits) {
    std::string code;
    while (static_cast<int>(code.size()) < digits) {
        unsigned char byte = 0;
        random_bytes(&byte, 1);
        if (byte < 250) code += static_cast<char>('0' + byte % 10);  // 250…255 would favour the first digits
    }
    return code;
}

}  // namespace warsha
