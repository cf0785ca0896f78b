// Writes what the C++ types say into the languages of others: TypeScript, JSON Schema, the tables of SPEC.md.
//   warsha_generate          writes
//   warsha_generate --check  exits 1 and names each file that differs
// Runs in the project's root.

#include <cstdio>
#include <cstring>
#include <fstream>
#include <sstream>

#include <nlohmann/json.hpp>

#include "protocol/kinds.hpp"
#include "protocol/messages.hpp"
#include "protocol/names.hpp"

namespace warsha {
namespace {

using Json = nlohmann::ordered_json;
namespace mp11 = boost::mp11;
namespace describe = boost::describe;

template <class T> constexpr char const* id_name = nullptr;
template <> constexpr char const* id_name<RoomId> = "RoomId";
template <> constexpr char const* id_name<ActivityId> = "ActivityId";
template <> constexpr char const* id_name<ItemId> = "ItemId";
template <> constexpr char const* id_name<ProposalId> = "ProposalId";
template <> constexpr char const* id_name<ParticipantId> = "ParticipantId";
template <> constexpr char const* id_name<Pseudonym> = "Pseudonym";
template <> constexpr char const* id_name<LinkId> = "LinkId";
template <> constexpr char const* id_name<Cid> = "Cid";
template <> constexpr char const* id_name<Hash> = "Hash";

template <class T>
std::string name_of() {
    if constexpr (kinds::is_wording<T>) return "Wording" + std::to_string(kinds::wording_max<T>);
    else return std::string(names::type_name<T>());
}

template <class V> struct VariantName { static constexpr char const* value = nullptr; };
template <> struct VariantName<ActivityConfig> { static constexpr char const* value = "ActivityConfig"; };
template <> struct VariantName<Command> { static constexpr char const* value = "Command"; };
template <> struct VariantName<Change> { static constexpr char const* value = "Change"; };
template <> struct VariantName<ClientMessage> { static constexpr char const* value = "ClientMessage"; };
template <> struct VariantName<ServerMessage> { static constexpr char const* value = "ServerMessage"; };

/// Visits a type and everything it is made of, once each, parts first.
class Generator {
public:
    std::string typescript;
    Json definitions = Json::object();

    template <class T>
    std::string type() {
        using namespace kinds;
        if constexpr (std::is_same_v<T, bool>) return "boolean";
        else if constexpr (std::is_integral_v<T> || is_int<T>) return "number";
        else if constexpr (is_id<T>) return id_name<T>;
        else if constexpr (std::is_same_v<T, std::string> || is_bytes<T> || is_text<T>) return "string";
        else if constexpr (std::is_same_v<T, Key>) return "Key";
        else if constexpr (is_list<T>) return "readonly " + element<typename decltype(T::value)::value_type>() + "[]";
        else if constexpr (is_vector<T>) return "readonly " + element<typename T::value_type>() + "[]";
        else if constexpr (is_variant<T>) return variant<T>();
        else if constexpr (std::is_enum_v<T>) return enumeration<T>();
        else return structure<T>();
    }

    template <class T>
    Json schema() {
        using namespace kinds;
        if constexpr (std::is_same_v<T, bool>) return {{"type", "boolean"}};
        else if constexpr (is_int<T>) return {{"type", "integer"}, {"minimum", T::min}, {"maximum", T::max}};
        else if constexpr (std::is_integral_v<T>) return {{"type", "integer"}};
        else if constexpr (is_id<T>) return bytes_schema(sizeof(T::value));
        else if constexpr (is_bytes<T>) return bytes_schema(sizeof(T));
        else if constexpr (is_text<T>) return {{"type", "string"}, {"minLength", T::points_min}};
        else if constexpr (std::is_same_v<T, std::string>) return {{"type", "string"}};
        else if constexpr (std::is_same_v<T, Key>) return {{"type", "string"}, {"pattern", "^[a-z0-9_]{1,40}$"}};
        else if constexpr (is_list<T>) return {{"type", "array"}, {"maxItems", T::size_max}, {"items", schema<typename decltype(T::value)::value_type>()}};
        else if constexpr (is_vector<T>) return {{"type", "array"}, {"items", schema<typename T::value_type>()}};
        else if constexpr (is_variant<T>) {
            type<T>();
            return {{"$ref", std::string("#/$defs/") + VariantName<T>::value}};
        } else {
            type<T>();
            return {{"$ref", "#/$defs/" + name_of<T>()}};
        }
    }

private:
    static Json bytes_schema(std::size_t size) { return {{"type", "string"}, {"pattern", "^[A-Za-z0-9_-]{" + std::to_string((size * 4 + 2) / 3) + "}$"}}; }

    template <class T>
    std::string element() {
        auto const made = type<T>();
        return made.find(' ') == std::string::npos ? made : "(" + made + ")";
    }

    template <class T>
    std::string enumeration() {
        auto const name = name_of<T>();
        if (definitions.contains(name)) return name;
        Json words = Json::array();
        std::string line = "export type " + name + " =";
        mp11::mp_for_each<describe::describe_enumerators<T>>([&](auto one) {
            words.push_back(one.name);
            line += std::string(" | '") + one.name + "'";
        });
        definitions[name] = {{"enum", words}};
        typescript += line + "\n\n";
        return name;
    }

    template <class T>
    Json object_schema(std::string_view tag) {
        Json properties = Json::object(), required = Json::array();
        if (!tag.empty()) {
            properties["type"] = {{"const", tag}};
            required.push_back("type");
        }
        mp11::mp_for_each<describe::describe_members<T, describe::mod_public>>([&](auto member) {
            using Field = std::remove_cvref_t<decltype(std::declval<T>().*decltype(member)::pointer)>;
            if constexpr (kinds::is_optional<Field>) properties[member.name] = schema<typename Field::value_type>();
            else {
                properties[member.name] = schema<Field>();
                required.push_back(member.name);
            }
        });
        Json made{{"type", "object"}, {"properties", properties}, {"required", required}, {"additionalProperties", false}};
        if (kinds::is_wording<T>) made["minProperties"] = 1;
        return made;
    }

    template <class T>
    std::string structure() {
        auto const name = name_of<T>();
        if (definitions.contains(name)) return name;
        definitions[name] = nullptr;  // its place, before its parts ask for it
        std::string body;
        mp11::mp_for_each<describe::describe_members<T, describe::mod_public>>([&](auto member) {
            using Field = std::remove_cvref_t<decltype(std::declval<T>().*decltype(member)::pointer)>;
            if constexpr (kinds::is_optional<Field>) body += "  readonly " + std::string(member.name) + "?: " + type<typename Field::value_type>() + "\n";
            else body += "  readonly " + std::string(member.name) + ": " + type<Field>() + "\n";
        });
        definitions[name] = object_schema<T>({});
        typescript += body.empty() ? "export type " + name + " = object\n\n" : "export interface " + name + " {\n" + body + "}\n\n";
        return name;
    }

    template <class V>
    std::string variant() {
        std::string const name = VariantName<V>::value;
        if (definitions.contains(name)) return name;
        definitions[name] = nullptr;
        Json all = Json::array();
        std::string line = "export type " + name + " =\n";
        mp11::mp_for_each<mp11::mp_transform<mp11::mp_identity, V>>([&](auto identity) {
            using One = typename decltype(identity)::type;
            line += "  | ({ readonly type: '" + std::string(names::tag_of<One>()) + "' } & " + structure<One>() + ")\n";
            all.push_back(object_schema<One>(names::tag_of<One>()));
        });
        definitions[name] = {{"oneOf", all}};
        typescript += line + "\n";
        return name;
    }
};

std::string typescript() {
    Generator generator;
    generator.type<Language>();
    generator.type<ClientMessage>();
    generator.type<ServerMessage>();
    generator.type<RoomPlan>();
    generator.type<Reject>();
    std::string out = "// Generated from protocol/*.hpp by `./dev generate`. Do not edit.\n\ntype Brand<T, Name extends string> = T & { readonly __brand: Name }\n";
    for (auto const* name : {"RoomId", "ActivityId", "ItemId", "ProposalId", "ParticipantId", "Pseudonym", "LinkId", "Cid", "Hash"})
        out += std::string("export type ") + name + " = Brand<string, '" + name + "'>\n";
    out += "export type Key = string\n\n" + generator.typescript;
    out += "/** Worth sending the same command again, later; every other rejection is final. */\nexport const retryableRejects: readonly Reject[] = [";
    std::string list;
    mp11::mp_for_each<describe::describe_enumerators<Reject>>([&](auto one) {
        if (is_retryable(one.value)) list += (list.empty() ? "'" : ", '") + std::string(one.name) + "'";
    });
    out += list + "]\n\nexport interface CloseCodeRow {\n  readonly code: number\n  readonly name: string\n  readonly reaction: 'stop' | 'come_back'\n}\nexport const closeCodes: readonly CloseCodeRow[] = [\n";
    mp11::mp_for_each<describe::describe_enumerators<CloseCode>>([&](auto one) {
        out += "  { code: " + std::to_string(static_cast<int>(one.value)) + ", name: '" + one.name + "', reaction: '" + (reaction(one.value) == Reaction::stop ? "stop" : "come_back") + "' },\n";
    });
    return out + "]\n";
}

template <class T>
std::string schema_file(char const* title) {
    Generator generator;
    auto const root = generator.schema<T>();
    Json const made{{"$schema", "https://json-schema.org/draft/2020-12/schema"}, {"title", title}, {"$ref", root.at("$ref")}, {"$defs", generator.definitions}};
    return made.dump(1) + "\n";
}

std::string code_tables() {
    std::string out = "| close code | name | the client |\n|---|---|---|\n";
    mp11::mp_for_each<describe::describe_enumerators<CloseCode>>([&](auto one) {
        out += "| " + std::to_string(static_cast<int>(one.value)) + " | `" + one.name + "` | " + (reaction(one.value) == Reaction::stop ? "stops and says why" : "comes back with jitter") + " |\n";
    });
    out += "\n| rejection | the client |\n|---|---|\n";
    mp11::mp_for_each<describe::describe_enumerators<Reject>>([&](auto one) {
        out += std::string("| `") + one.name + "` | " + (is_retryable(one.value) ? "keeps the command and sends it again after `retry_after_ms`" : "drops the command and shows the hint") + " |\n";
    });
    return out;
}

std::string read(std::string const& file) {
    std::ifstream in(file, std::ios::binary);
    std::ostringstream all;
    all << in.rdbuf();
    return all.str();
}

std::string spec_with_tables() {
    auto text = read("protocol/SPEC.md");
    std::string const begin = "<!-- generated: codes -->\n", end = "<!-- end generated -->";
    auto const from = text.find(begin), to = text.find(end);
    if (from == std::string::npos || to == std::string::npos) return text;
    return text.substr(0, from + begin.size()) + code_tables() + text.substr(to);
}

int run(bool check) {
    std::pair<char const*, std::string> const files[] = {
        {"web-client/src/protocol/generated.ts", typescript()},
        {"protocol/schema/client_message.json", schema_file<ClientMessage>("What a client sends")},
        {"protocol/schema/server_message.json", schema_file<ServerMessage>("What the server sends")},
        {"protocol/schema/room_plan.json", schema_file<RoomPlan>("Body of POST /api/rooms")},
        {"protocol/SPEC.md", spec_with_tables()}};
    int different = 0;
    for (auto const& [name, text] : files) {
        if (read(name) == text) continue;
        if (check) {
            std::printf("%s differs from the C++ types: run ./dev generate\n", name);
            ++different;
        } else {
            std::ofstream(name, std::ios::binary) << text;
            std::printf("wrote %s\n", name);
        }
    }
    return different == 0 ? 0 : 1;
}

}  // namespace
}  // namespace warsha

int main(int argc, char** argv) { return warsha::run(argc > 1 && std::strcmp(argv[1], "--check") == 0); }
