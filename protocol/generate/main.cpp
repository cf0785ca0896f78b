// warsha_generate [--check] ROOT: writes what is derived from the described types, or with --check says what has drifted.

#include <filesystem>
#include <fstream>
#include <iostream>
#include <sstream>
#include <stdexcept>

#include "protocol/generate/model.hpp"

namespace {

namespace fs = std::filesystem;
using namespace warsha::generate;

std::string read(fs::path const& path) {
    std::ifstream in(path, std::ios::binary);
    std::ostringstream bytes;
    bytes << in.rdbuf();
    return bytes.str();
}

/// `text` with the lines between "<!-- generated: name -->" and "<!-- end -->" replaced.
std::string with_block(std::string const& text, std::string const& name, std::string const& block) {
    std::string const opening = "<!-- generated: " + name + " -->\n", closing = "<!-- end -->";
    auto const first = text.find(opening);
    auto const last = first == std::string::npos ? first : text.find(closing, first);
    if (last == std::string::npos) throw std::runtime_error("SPEC.md has no block " + name);
    return text.substr(0, first + opening.size()) + block + text.substr(last);
}

std::vector<std::pair<fs::path, std::string>> derived(fs::path const& root) {
    auto const model = describe_protocol();
    auto const spec = root / "protocol/SPEC.md";
    return {
        {root / "web-client/src/protocol/generated.ts", typescript(model)},
        {root / "protocol/schema/client_message.json", json_schema(model, "ClientMessage")},
        {root / "protocol/schema/server_message.json", json_schema(model, "ServerMessage")},
        {root / "protocol/schema/room_plan.json", json_schema(model, "RoomPlan")},
        {spec, with_block(with_block(read(spec), "close codes", close_code_table()), "rejections", reject_table())},
    };
}

int run(bool check, fs::path const& root) {
    int drifted = 0;
    for (auto const& [path, bytes] : derived(root)) {
        if (read(path) == bytes) continue;
        auto const name = fs::relative(path, root).string();
        std::cout << (check ? "has drifted from the C++ types: " : "written: ") << name << '\n';
        ++drifted;
        if (check) continue;
        fs::create_directories(path.parent_path());
        if (!(std::ofstream(path, std::ios::binary) << bytes).flush()) throw std::runtime_error("cannot write " + name);
    }
    if (check && drifted > 0) std::cout << "Run: warsha_generate, and commit the result.\n";
    return check && drifted > 0 ? 1 : 0;
}

}  // namespace

int main(int argc, char** argv) try {
    bool const check = argc > 1 && std::string(argv[1]) == "--check";
    if (argc != (check ? 3 : 2)) {
        std::cerr << "warsha_generate [--check] ROOT\n";
        return 2;
    }
    return run(check, argv[check ? 2 : 1]);
} catch (std::exception const& e) {
    std::cerr << "warsha_generate: " << e.what() << '\n';
    return 2;
}
