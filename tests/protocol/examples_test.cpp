// protocol/examples: one message per file, exactly its bytes. The first word of a name is the root (client, server, plan);
// of an invalid one the second is the kind of refusal, and for refused texts the words after it begin with the rejection.

#include <gmock/gmock.h>

#include <filesystem>
#include <fstream>
#include <set>
#include <sstream>

#include "protocol/codec_impl.hpp"

namespace warsha {
namespace {

namespace fs = std::filesystem;

struct Example {
    std::string name, bytes;
    friend void PrintTo(Example const& e, std::ostream* out) { *out << e.name; }
};

std::vector<Example> examples(std::string const& folder) {
    std::vector<Example> all;
    for (auto const& file : fs::directory_iterator("protocol/examples/" + folder)) {
        std::ostringstream bytes;
        bytes << std::ifstream(file.path(), std::ios::binary).rdbuf();
        all.push_back({file.path().stem().string(), bytes.str()});
    }
    std::sort(all.begin(), all.end(), [](auto const& a, auto const& b) { return a.name < b.name; });
    return all;
}

struct Outcome {
    std::string canonical;               // empty: refused
    DecodeError error;
};

template <class T>
Outcome outcome_of(Decoded<T> const& decoded) {
    if (!decoded) return {"", decoded.error()};
    return {encode_value(*decoded), {}};
}

Outcome pass_through(Example const& e) {
    if (e.name.starts_with("client_")) return outcome_of(decode_client_message(e.bytes, facilitator_bounds));
    if (e.name.starts_with("server_")) return outcome_of(decode_server_message(e.bytes));
    return outcome_of(decode_room_plan(e.bytes));
}

std::string kind_name(DecodeError::Kind kind) {
    switch (kind) {
    case DecodeError::Kind::syntax: return "syntax";
    case DecodeError::Kind::shape: return "shape";
    case DecodeError::Kind::bounds: return "bounds";
    case DecodeError::Kind::text: return "text";
    }
    return "";
}

class ValidExample : public testing::TestWithParam<Example> {};
TEST_P(ValidExample, IsItsOwnCanonicalForm) {                              // SPEC M2
    auto const outcome = pass_through(GetParam());
    EXPECT_EQ(outcome.canonical, GetParam().bytes) << outcome.error.where << ' ' << outcome.error.what;
}

TEST_P(ValidExample, IsRefusedWithAnyByteMissing) {                        // SPEC M1
    auto const& [name, bytes] = GetParam();
    for (std::size_t i = 0; i < bytes.size(); ++i) {
        EXPECT_EQ(pass_through({name, bytes.substr(0, i)}).canonical, "") << i;
    }
}

class InvalidExample : public testing::TestWithParam<Example> {};
TEST_P(InvalidExample, IsRefusedForTheReasonInItsName) {  // SPEC M1, M6, L5, L7
    auto const& name = GetParam().name;
    auto const outcome = pass_through(GetParam());
    ASSERT_EQ(outcome.canonical, "");
    auto reason = name.substr(name.find('_') + 1);
    EXPECT_THAT(reason, testing::StartsWith(kind_name(outcome.error.kind) + '_')) << outcome.error.where << ' ' << outcome.error.what;
    if (outcome.error.kind != DecodeError::Kind::text) return;
    ASSERT_TRUE(outcome.error.text);
    EXPECT_THAT(reason, testing::StartsWith(boost::describe::enum_to_string(*outcome.error.text, "")));
    EXPECT_EQ(outcome.error.cid.has_value(), name.starts_with("client_"));  // a rejection, not a close
}

auto const stem = [](auto const& info) { return info.param.name; };
INSTANTIATE_TEST_SUITE_P(Protocol, ValidExample, testing::ValuesIn(examples("valid")), stem);
INSTANTIATE_TEST_SUITE_P(Protocol, InvalidExample, testing::ValuesIn(examples("invalid")), stem);

void expect_references_resolve(nlohmann::json const& part, nlohmann::json const& document) {
    if (part.is_object() && part.contains("$ref")) {
        std::string const to = part["$ref"];
        if (to.starts_with('#')) EXPECT_TRUE(document.contains(nlohmann::json::json_pointer(to.substr(1)))) << to;
        else EXPECT_TRUE(fs::exists("protocol/" + to)) << to;
    }
    if (!part.is_structured()) return;  // a scalar iterates over itself
    for (auto const& child : part) expect_references_resolve(child, document);
}

TEST(OpenApi, RefersOnlyToWhatIsThere) {
    auto const document = nlohmann::json::parse(std::ifstream("protocol/openapi.json"));
    EXPECT_EQ(document.at("openapi"), "3.1.0");
    expect_references_resolve(document, document);
}

template <class... T>
std::set<std::string> tags(std::variant<T...>*) { return {std::string(names::tag_of<T>())...}; }

TEST(Examples, ShowEveryMessageCommandAndChange) {
    std::string all;
    for (auto const& e : examples("valid")) all += e.bytes;
    std::set<std::string> wanted = tags(static_cast<ClientMessage*>(nullptr));
    wanted.merge(tags(static_cast<ServerMessage*>(nullptr)));
    wanted.merge(tags(static_cast<Command*>(nullptr)));
    wanted.merge(tags(static_cast<Change*>(nullptr)));
    wanted.merge(tags(static_cast<ActivityConfig*>(nullptr)));
    for (auto const& tag : wanted) EXPECT_THAT(all, testing::HasSubstr("\"type\":\"" + tag + "\""));
}

}  // namespace
}  // namespace warsha
